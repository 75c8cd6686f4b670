//! nginx as people put it in front of an app: TLS by an authority of their own, a login that names the visitor, a
//! path prefix that the app is not told, WebSockets.

use std::path::PathBuf;
use std::process::Command;

use dashproof::app::{App, Launch, Readiness};
use tempfile::TempDir;
use url::Url;

/// An authority, and the certificate that it gives `localhost`.
const CERTIFICATES: &str = "
    key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
    openssl req -x509 $key -days 2 -subj /CN=Authority -keyout ca.key -out ca.pem &&
    openssl req $key -subj /CN=localhost -keyout server.key -out server.csr &&
    printf 'subjectAltName=DNS:localhost\\nbasicConstraints=CA:FALSE' > extensions &&
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -days 2 -extfile extensions -out server.pem";

/// One process in the foreground, with all its files in its folder.
const CONFIGURATION: &str = r#"
daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events {}
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    map $http_upgrade $connection_upgrade { default upgrade; '' close; }
    server {
        listen 127.0.0.1:@PORT@ ssl;
        ssl_certificate server.pem;
        ssl_certificate_key server.key;
        location /dash/ {
            auth_basic dashboards;
            auth_basic_user_file users;
            proxy_pass @APP@;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_set_header X-Forwarded-User $remote_user;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header Authorization "";
        }
    }
}
"#;

/// What the visitor of [`Front::url`] must not see repeated.
pub(crate) const SECRET: &str = "s3cret";

/// A running nginx; it ends when it is dropped.
pub(crate) struct Front {
    nginx: App,
    folder: TempDir,
}

impl Front {
    /// Puts nginx in front of the app at `app`.
    pub(crate) async fn of(app: &Url) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = Command::new("sh").args(["-c", CERTIFICATES]).current_dir(folder.path()).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
        write("template.conf", CONFIGURATION.replace("@APP@", app.as_str()));
        write("users", format!("ann:{{PLAIN}}{SECRET}\n"));
        let command = "sed s/@PORT@/{port}/ template.conf > nginx.conf && \
                       PATH=$PATH:/usr/sbin exec nginx -e stderr -p ./ -c nginx.conf";
        let dir = Some(folder.path().to_owned());
        let launch = Launch { dir, ready: Readiness::Http, ..Launch::default() };
        let nginx = App::launch(&command.parse().unwrap(), &launch).await.unwrap_or_else(|e| panic!("{e}"));
        Self { nginx, folder }
    }

    /// Where `ann` finds the app, with her password.
    pub(crate) fn url(&self) -> String {
        format!("https://ann:{SECRET}@localhost:{}/dash/", self.nginx.url().port().unwrap())
    }

    /// The authority's certificate, PEM.
    pub(crate) fn authority(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }
}
