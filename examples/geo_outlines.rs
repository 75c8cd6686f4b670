//! Makes `assets/geo`, the outlines of maps and the names of countries, from the npm packages that plotly.js draws
//! its maps with; see `assets/geo/README.md` for what they are and their licences.
//!
//! ```text
//! npm pack plotly.js@4.1.1 && tar -xzf plotly.js-4.1.1.tgz
//! npm pack country-iso-search@0.1.2 && tar -xzf country-iso-search-0.1.2.tgz --one-top-level=countries
//! node -e 'window = self = globalThis; require("./package/dist/plotly-geo-assets.js");
//!          fs.writeFileSync("topojson.json", JSON.stringify(window.PlotlyGeoAssets?.topojson ?? Plotly.topojson));
//!          fs.writeFileSync("countries.json", JSON.stringify(require("./countries/package").COUNTRIES))'
//! cargo run --example geo_outlines -- topojson.json countries.json assets/geo
//! ```
//!
//! Each map is one deflated file of LEB128 numbers, signed ones in zigzag; `render/chart/geo/outlines.rs` reads it.

use std::error::Error;
use std::path::Path;

use serde_json::Value;

/// A map's layers, in the order that they are written in.
const LAYERS: [&str; 7] = ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"];
/// The strongest compression.
const LEVEL: u8 = 10;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [maps, countries, to] = paths.as_slice() else {
        return Err("usage: geo_outlines TOPOJSON COUNTRIES TO".into());
    };
    let to = Path::new(to);
    let maps: Value = serde_json::from_str(&std::fs::read_to_string(maps)?)?;
    for (name, map) in maps.as_object().ok_or("no maps")? {
        store(&to.join(format!("{name}.bin")), &pack(map)?)?;
    }
    let countries: Value = serde_json::from_str(&std::fs::read_to_string(countries)?)?;
    store(&to.join("countries.bin"), list(&countries)?.as_bytes())
}

fn store(path: &Path, bytes: &[u8]) -> Outcome<()> {
    Ok(std::fs::write(path, miniz_oxide::deflate::compress_to_vec(bytes, LEVEL))?)
}

/// Bytes of a map.
#[derive(Default)]
struct Pack(Vec<u8>);

impl Pack {
    fn count(&mut self, mut number: u64) {
        while number > 0x7f {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn signed(&mut self, number: i64) {
        self.count(((number << 1) ^ (number >> 63)) as u64);
    }

    fn text(&mut self, text: &str) {
        self.count(text.len() as u64);
        self.0.extend(text.bytes());
    }

    fn numbers(&mut self, list: &Value) -> Outcome<()> {
        for number in list.as_array().ok_or("no list")? {
            self.0.extend(number.as_f64().ok_or("no number")?.to_le_bytes());
        }
        Ok(())
    }

    /// Lists of arcs, each counted from the one before.
    fn rings(&mut self, rings: &Value) -> Outcome<()> {
        let rings = rings.as_array().ok_or("no rings")?;
        self.count(rings.len() as u64);
        for ring in rings {
            let ring = ring.as_array().ok_or("no ring")?;
            self.count(ring.len() as u64);
            let mut before = 0;
            for arc in ring {
                let arc = arc.as_i64().ok_or("no arc")?;
                self.signed(arc - before);
                before = arc;
            }
        }
        Ok(())
    }

    fn place(&mut self, place: &Value) -> Outcome<()> {
        let properties = &place["properties"];
        self.text(place["id"].as_str().unwrap_or_default());
        self.text(properties["gu"].as_str().unwrap_or_default());
        for side in 0..2 {
            // In hundredths of a degree, as plotly rounds them.
            self.signed((properties["ct"][side].as_f64().unwrap_or_default() * 100.0).round() as i64);
        }
        let arcs = &place["arcs"];
        let one = |arcs: &Value| Value::from(vec![arcs.clone()]);
        let polygons = match place["type"].as_str() {
            Some("LineString") => one(&one(arcs)),
            Some("MultiLineString" | "Polygon") => one(arcs),
            Some("MultiPolygon") => arcs.clone(),
            other => return Err(format!("a {other:?}").into()),
        };
        let polygons = polygons.as_array().ok_or("no polygons")?;
        self.count(polygons.len() as u64);
        polygons.iter().try_for_each(|rings| self.rings(rings))
    }
}

fn pack(map: &Value) -> Outcome<Vec<u8>> {
    let mut pack = Pack::default();
    pack.numbers(&map["transform"]["scale"])?;
    pack.numbers(&map["transform"]["translate"])?;
    let arcs = map["arcs"].as_array().ok_or("no arcs")?;
    pack.count(arcs.len() as u64);
    for arc in arcs {
        let points = arc.as_array().ok_or("no points")?;
        pack.count(points.len() as u64);
        for side in 0..2 {
            for point in points {
                pack.signed(point[side].as_i64().ok_or("no point")?);
            }
        }
    }
    for layer in LAYERS {
        let places = map["objects"][layer]["geometries"].as_array().ok_or("no layer")?;
        pack.count(places.len() as u64);
        places.iter().try_for_each(|place| pack.place(place))?;
    }
    Ok(pack.0)
}

/// A line for each country: codes of three and two letters, the number, then all its names.
fn list(countries: &Value) -> Outcome<String> {
    let mut text = String::new();
    for country in countries.as_array().ok_or("no countries")? {
        let word = |key: &str| country[key].as_str().unwrap_or_default();
        let aliases = country["aliases"].as_array().ok_or("no aliases")?.iter().filter_map(Value::as_str);
        let words: Vec<&str> =
            [word("iso3"), word("iso2"), word("m49"), word("name")].into_iter().chain(aliases).collect();
        text += &words.join("\t");
        text.push('\n');
    }
    Ok(text)
}
