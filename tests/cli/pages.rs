//! The pages and the API of `dashproof serve`, by HTTP.

use dashproof::schedule::RunState;
use reqwest::{Client, Response, StatusCode, redirect};
use serde_json::{Value, json};

use crate::folder::Folder;
use crate::reports::{Runs, Serving};

const TOKEN: &str = "correct horse battery staple";
/// A name that is markup, and not due before the year is over.
const HOSTILE: &str = "<script>alert('x')</script>";

/// Two reports that nothing makes by itself: one that can't be made, and one for two values.
fn folder() -> Folder {
    let when = "when: {cron: '@yearly', zone: Europe/Berlin}";
    let page = "pages: [{capture: '#revenue-by-region'}]";
    Folder::new().with(
        "r.yaml",
        &format!(
            "app: demo\nlimit: 60 s\nreports:\n  \
             - {{name: \"{HOSTILE}\", {when}, pages: [{{capture: '#<img src=x>'}}], limit: 2 s, deliver: [{{file: a.pdf}}]}}\n  \
             - {{name: sales, {when}, {page}, for_each: {{region: [EMEA, '\"A&P\"']}}, deliver: [{{file: '{{{{ region }}}}.png'}}, {{file: '{{{{ region }}}}.html'}}]}}\n"
        ),
    )
}

/// A browser as far as cookies go; it follows no redirect.
pub(crate) struct Site {
    client: Client,
    address: String,
}

impl Site {
    pub(crate) fn of(server: &Serving, folder: &Folder) -> Self {
        let client = Client::builder().cookie_store(true).redirect(redirect::Policy::none()).build().unwrap();
        Self { client, address: server.address(folder).trim_end_matches('/').to_owned() }
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.client.get(format!("{}{path}", self.address)).send().await.unwrap()
    }

    /// What is served; slashes, which pages escape too, as they are.
    pub(crate) async fn text(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.unwrap().replace("&#x2f;", "/")
    }

    /// A run whose attempt was remembered, which comes right after its end.
    async fn remembered(&self, path: &str) -> Value {
        loop {
            let run = self.json(path).await;
            if run["attempts"][0]["trace"].is_string() {
                return run;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    pub(crate) async fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.text(path).await).unwrap()
    }

    /// Sends a form as a page would, with other headers.
    pub(crate) async fn send<V: AsRef<str>>(
        &self,
        path: &str,
        fields: &[(&str, V)],
        headers: &[(&str, &str)],
    ) -> Response {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut request = self.client.post(format!("{}{path}", self.address)).body(body);
        request = request.header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let answer = self.client.post(format!("{}{path}", self.address)).json(body).send().await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }

    /// What the forms of a page repeat.
    pub(crate) async fn form(&self, path: &str) -> String {
        let page = self.text(path).await;
        page.split("name=\"form\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }
}

#[test]
fn a_report_is_made_from_its_page_and_seen_there_with_everything_escaped() {
    let folder = folder();
    let server = Serving::start(&folder, "server.log", &[]);
    let (runs, site) = (Runs::of(&folder), Site::of(&server, &folder));
    runs.runtime.block_on(async {
        let home = site.get("/").await;
        let policy = home.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(home.headers()["x-content-type-options"], "nosniff");
        assert_eq!(home.headers()["cache-control"], "no-store");
        let home = site.text("/").await;
        assert!(home.contains("-01-01 00:00 Europe/Berlin"), "{home}");
        assert!(!home.contains("<script") && home.contains("&lt;script&gt;"), "{home}");
        let form = site.form("/").await;
        let burst = r#"{"region":"\"A&P\""}"#;
        let fields = [("form", form.as_str()), ("report", "sales"), ("burst", burst)];
        let here = [("sec-fetch-site", "same-origin")];
        let answer = site.send("/trigger", &fields, &here).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(answer.headers()["location"], "/runs/1");
        let hostile = [("form", form.as_str()), ("report", HOSTILE)];
        assert_eq!(site.send("/trigger", &hostile, &here).await.headers()["location"], "/runs/2");
    });
    let made = runs.awaited("a delivery", |run| run.id == 1 && run.state == RunState::Delivered);
    assert!(made.asked_for);
    runs.awaited("a failure", |run| run.id == 2 && run.reason.is_some());
    runs.runtime.block_on(async {
        let page = site.text("/runs/1").await;
        assert!(page.contains("&quot;A&amp;P&quot;") && page.contains("href=\"/artefacts/1/0\""), "{page}");
        let file = site.get("/artefacts/1/0").await;
        assert_eq!(file.headers()["content-type"], "image/png");
        let png = std::fs::read(folder.path().join(&made.files[0])).unwrap();
        assert_eq!(file.bytes().await.unwrap(), png);
        let html = site.get("/artefacts/1/1").await;
        let policy = html.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("sandbox; default-src 'none'"), "{policy}");
        std::fs::write(folder.path().join(&made.files[0]), "another one").unwrap();
        assert_eq!(site.get("/artefacts/1/0").await.bytes().await.unwrap(), png);
        assert_eq!(site.get("/artefacts/1/7").await.status(), StatusCode::NOT_FOUND);
        let page = site.text("/runs/2").await;
        assert!(!page.contains("<script") && !page.contains("<img src=x"), "{page}");
        assert!(page.contains("&lt;img src=x&gt;"), "the reason: {page}");
        let all = site.text("/?state=delivered&report=sales").await;
        assert!(all.contains("/runs/1\"") && !all.contains("/runs/2\""), "{all}");
        assert_eq!(site.get("/runs/99").await.status(), StatusCode::NOT_FOUND);
    });
}

#[test]
fn programs_read_page_through_trigger_and_cancel_runs() {
    let folder = Folder::new().with(
        "r.yaml",
        "app: sleep 600\nlimit: 60 s\nreports:\n  - {name: sales, when: {cron: '@yearly'}, \
         for_each: {region: [EMEA, APAC, LATAM]}, pages: [{capture: page}], deliver: [{file: '{{ region }}.pdf'}]}\n",
    );
    let server = Serving::start(&folder, "server.log", &[]);
    let (runs, site) = (Runs::of(&folder), Site::of(&server, &folder));
    runs.runtime.block_on(async {
        let schedules = site.json("/api/v1/schedules").await;
        assert_eq!(schedules["schedules"][0]["bursts"][2], json!({"region": "LATAM"}));
        let (status, all) = site.post("/api/v1/runs", &json!({"report": "sales"})).await;
        assert_eq!((status, all["runs"].as_array().unwrap().len()), (StatusCode::ACCEPTED, 3));
        let one = json!({"report": "sales", "burst": {"region": "APAC"}});
        assert_eq!(site.post("/api/v1/runs", &one).await.1["runs"][0]["burst"]["region"], "APAC");
        for (body, status, says) in [
            (json!({"report": "nothing"}), 404, "there is no report `nothing`"),
            (json!({"report": "sales", "burst": {"region": "MARS"}}), 422, "is not made for"),
            (json!({"name": "sales"}), 422, "unknown field `name`"),
        ] {
            let answer = site.post("/api/v1/runs", &body).await;
            assert_eq!(answer.0, status, "{answer:?}");
            assert!(answer.1["error"].as_str().unwrap().contains(says), "{answer:?}");
        }
        let first = site.json("/api/v1/runs?limit=3&report=sales").await;
        let next = first["next"].as_i64().unwrap();
        let rest = site.json(&format!("/api/v1/runs?limit=3&before={next}")).await;
        let ids = |page: &Value| -> Vec<i64> {
            page["runs"].as_array().unwrap().iter().map(|run| run["id"].as_i64().unwrap()).collect()
        };
        let mut seen = [ids(&first), ids(&rest)].concat();
        seen.sort_unstable();
        assert_eq!((seen.as_slice(), &rest["next"]), ([1, 2, 3, 4].as_slice(), &Value::Null));
        assert_eq!(site.get("/api/v1/runs?state=lost").await.status(), StatusCode::BAD_REQUEST);
        let (status, cancelled) = site.post("/api/v1/runs/4/cancel", &json!({})).await;
        assert_eq!((status, &cancelled["state"]), (StatusCode::OK, &json!("cancelled")));
        assert_eq!(site.post("/api/v1/runs/4/cancel", &json!({})).await.0, StatusCode::CONFLICT);
        assert_eq!(site.post("/api/v1/runs/99/cancel", &json!({})).await.0, StatusCode::NOT_FOUND);
        assert_eq!(site.get("/api/v1/nothing").await.status(), StatusCode::NOT_FOUND);
    });
    runs.awaited("a run", |run| run.state == RunState::Running);
    runs.runtime.block_on(async {
        let one = site.json("/api/v1/runs?state=running").await["runs"][0]["id"].as_i64().unwrap();
        let run = site.json(&format!("/api/v1/runs/{one}")).await;
        assert_eq!(run["attempts"][0]["outcome"], Value::Null);
        let form = site.form(&format!("/runs/{one}")).await;
        let answer = site.send(&format!("/runs/{one}/cancel"), &[("form", &form)], &[]).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let run = site.json(&format!("/api/v1/runs/{one}")).await;
        assert_eq!(
            (&run["state"], &run["attempts"][0]["outcome"]),
            (&json!("cancelled"), &json!("cancelled"))
        );
        let metrics = site.text("/metrics").await;
        assert!(metrics.contains("dashproof_runs{report=\"sales\",state=\"cancelled\"} 2\n"), "{metrics}");
        assert_eq!(site.text("/healthz").await + &site.text("/readyz").await, "ok\nok\n");
    });
}

#[test]
fn what_another_site_asks_for_is_refused() {
    let folder = folder();
    let server = Serving::start(&folder, "server.log", &[]);
    let (runs, site) = (Runs::of(&folder), Site::of(&server, &folder));
    runs.runtime.block_on(async {
        let form = site.form("/").await;
        let fields = [("form", form.as_str()), ("report", "sales")];
        for headers in [
            [("sec-fetch-site", "cross-site")],
            [("sec-fetch-site", "same-site")],
            [("origin", "https://evil.example")],
            [("origin", "null")],
        ] {
            assert_eq!(site.send("/trigger", &fields, &headers).await.status(), StatusCode::FORBIDDEN);
            assert_eq!(site.send("/api/v1/runs", &fields, &headers).await.status(), StatusCode::FORBIDDEN);
        }
        let forged = [("form", "00"), ("report", "sales")];
        assert_eq!(site.send("/trigger", &forged, &[]).await.status(), StatusCode::FORBIDDEN);
        let stranger = Site { client: Client::new(), address: site.address.clone() };
        assert_eq!(stranger.send("/trigger", &fields, &[]).await.status(), StatusCode::FORBIDDEN);
        // A form can't send JSON.
        let answer = site.send("/api/v1/runs", &fields, &[]).await;
        assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
        let rebound = site.client.get(&site.address).header("host", "evil.example:8777").send();
        assert_eq!(rebound.await.unwrap().status(), StatusCode::MISDIRECTED_REQUEST);
        let named = site.client.get(&site.address).header("host", "localhost:1").send();
        assert_eq!(named.await.unwrap().status(), StatusCode::OK);
    });
    assert_eq!(runs.all(), []);
}

#[test]
fn a_token_lets_in_and_nothing_else_does() {
    let folder = folder().with("token", &format!("{TOKEN}\n"));
    let server = Serving::start(&folder, "server.log", &["--token-file", "token"]);
    let (runs, site) = (Runs::of(&folder), Site::of(&server, &folder));
    runs.runtime.block_on(async {
        for path in
            ["/", "/runs/1", "/runs/1/trace/0", "/archive", "/archive/1/0", "/artefacts/1/0", "/nowhere"]
        {
            assert_eq!(site.get(path).await.headers()["location"], "/login", "{path}");
        }
        for path in ["/api/v1/runs", "/api/v1/pictures?report=sales", "/metrics"] {
            assert_eq!(site.get(path).await.status(), StatusCode::UNAUTHORIZED, "{path}");
            let wrong = site.client.get(format!("{}{path}", site.address)).bearer_auth("correct horse");
            assert_eq!(wrong.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
            let right = site.client.get(format!("{}{path}", site.address)).bearer_auth(TOKEN);
            assert_eq!(right.send().await.unwrap().status(), StatusCode::OK);
        }
        for path in ["/healthz", "/readyz", "/style.css", "/login", "/api/openapi.json"] {
            assert_eq!(site.get(path).await.status(), StatusCode::OK, "{path}");
        }
        let wrong = site.send("/login", &[("token", "wrong")], &[]).await;
        assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
        assert!(wrong.text().await.unwrap().contains("not the token"));
        let elsewhere = [("origin", "https://evil.example")];
        let forged = site.send("/login", &[("token", TOKEN)], &elsewhere).await;
        assert_eq!(forged.status(), StatusCode::FORBIDDEN);
        let right = site.send("/login", &[("token", TOKEN)], &[]).await;
        let cookie = right.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.contains("; HttpOnly; SameSite=Lax") && !cookie.contains(TOKEN), "{cookie}");
        assert!(site.text("/").await.contains("Log out"));
        let form = site.form("/").await;
        site.send("/logout", &[("form", &form)], &[]).await;
        assert_eq!(site.get("/").await.headers()["location"], "/login");
    });
    assert!(!folder.read("server.log").contains(TOKEN));
}

#[test]
fn a_proxy_lets_in_whom_it_names() {
    let folder = folder();
    let proxy = |trusted| ["--trust-header", "X-Forwarded-User", "--trusted-proxy", trusted];
    let server = Serving::start(&folder, "server.log", &proxy("127.0.0.0/8"));
    let other = Serving::start(&folder, "other.log", &proxy("10.0.0.1"));
    let runs = Runs::of(&folder);
    runs.runtime.block_on(async {
        let site = Site::of(&server, &folder);
        assert_eq!(site.get("/").await.status(), StatusCode::FORBIDDEN);
        assert_eq!(site.get("/api/v1/runs").await.status(), StatusCode::UNAUTHORIZED);
        let named = |site: &Site| site.client.get(&site.address).header("x-forwarded-user", "<b>ann").send();
        let page = named(&site).await.unwrap().text().await.unwrap();
        assert!(page.contains("&lt;b&gt;ann"), "{page}");
        // Its cookie is no login: whoever comes past the proxy is turned away.
        assert_eq!(site.get("/").await.status(), StatusCode::FORBIDDEN);
        let site = Site::of(&other, &folder);
        assert_eq!(named(&site).await.unwrap().status(), StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_server_that_others_reach_does_not_start_without_knowing_whom_to_let_in() {
    let folder = folder().with("token", "short");
    let serve = |arguments: &[&str]| {
        let mut command = folder.command(&["serve", "r.yaml", "--listen", "0.0.0.0:0"]);
        crate::folder::Ran::of(command.args(arguments))
    };
    serve(&[]).fails(2, &["other machines reach 0.0.0.0:0", "--token-file", "--trust-header"]);
    serve(&["--token-file", "token"]).fails(2, &["the token has 5 characters"]);
    serve(&["--token-file", "nothing"]).fails(2, &["can't read nothing"]);
    serve(&["--trust-header", "X-User"]).fails(2, &["--trusted-proxy"]);
    serve(&["--trust-header", "X-User", "--trusted-proxy", "proxy"]).fails(2, &["`proxy` is neither"]);
}

#[test]
fn an_address_that_names_no_run_is_answered_by_a_page() {
    let folder = folder();
    let server = Serving::start(&folder, "server.log", &[]);
    let (runs, site) = (Runs::of(&folder), Site::of(&server, &folder));
    runs.runtime.block_on(async {
        for (path, status) in [
            ("/runs/abc", StatusCode::BAD_REQUEST),
            ("/runs/999", StatusCode::NOT_FOUND),
            ("/trigger", StatusCode::METHOD_NOT_ALLOWED),
            ("/nowhere", StatusCode::NOT_FOUND),
        ] {
            let answer = site.get(path).await;
            assert_eq!(answer.status(), status, "{path}");
            assert_eq!(answer.headers().contains_key("allow"), path == "/trigger", "{path}");
            let page = answer.text().await.unwrap();
            assert!(page.contains("<h1>") && page.contains("href=\"/\""), "{path}: {page}");
        }
    });
}

#[test]
fn the_api_is_described_as_programs_expect_and_so_are_the_figures() {
    let folder = folder();
    let server = Serving::start(&folder, "server.log", &[]);
    let (runs, site) = (Runs::of(&folder), Site::of(&server, &folder));
    let described = runs.runtime.block_on(async {
        assert_eq!(site.post("/api/v1/runs", &json!({"report": "sales"})).await.0, StatusCode::ACCEPTED);
        site.json("/api/openapi.json").await
    });
    runs.awaited("a delivery", |run| run.state == RunState::Delivered);
    runs.runtime.block_on(async {
        let is_as_described = |schema: &str, value: &Value| {
            let schema = &described["components"]["schemas"][schema];
            let mut told: Vec<&String> = value.as_object().unwrap().keys().collect();
            let mut known: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
            told.sort_unstable();
            known.sort_unstable();
            assert_eq!(told, known);
        };
        is_as_described("Schedule", &site.json("/api/v1/schedules").await["schedules"][0]);
        let list = site.json("/api/v1/runs?state=delivered").await;
        is_as_described("Runs", &list);
        is_as_described("Run", &list["runs"][0]);
        let run = site.remembered(&format!("/api/v1/runs/{}", list["runs"][0]["id"])).await;
        is_as_described("RunWithParts", &run);
        let attempt = &run["attempts"][0];
        is_as_described("Attempt", attempt);
        is_as_described("Phase", &attempt["phases"][0]);
        let phases: Vec<&str> = attempt["phases"]
            .as_array()
            .unwrap()
            .iter()
            .map(|phase| phase["kind"].as_str().unwrap())
            .collect();
        assert_eq!((phases.first(), phases.last()), (Some(&"boot"), Some(&"deliver")));
        let trace = site.get(attempt["trace"].as_str().unwrap()).await;
        let policy = trace.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.starts_with("sandbox allow-scripts; default-src 'none'"), "{policy}");
        assert!(trace.text().await.unwrap().contains("revenue-by-region.figure"));
        let pictures = site.json("/api/v1/pictures?report=sales").await;
        is_as_described("Pictures", &pictures);
        is_as_described("RunWithPictures", &pictures["runs"][0]);
        is_as_described("Picture", &pictures["runs"][0]["pictures"][0]);
        assert_eq!(site.get("/api/v1/pictures").await.status(), StatusCode::BAD_REQUEST);
        is_as_described("Parcel", &run["parcels"][0]);
        is_as_described("Artefact", &run["artefacts"][0]);
        is_as_described("Error", &site.get("/api/v1/runs/99").await.json().await.unwrap());
    });
}
