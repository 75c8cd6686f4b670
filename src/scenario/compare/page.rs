//! A comparison as one HTML page that needs no other file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::{Environment, context};

use super::Comparison;

impl Comparison {
    /// The page. The template's name ends in `.html`, so every text is escaped.
    ///
    /// # Errors
    /// When the template can't be rendered.
    pub fn to_html(&self) -> Result<String, minijinja::Error> {
        let uri = |png: &Option<Vec<u8>>| {
            png.as_ref().map(|png| format!("data:image/png;base64,{}", STANDARD.encode(png)))
        };
        let tests: Vec<_> = self
            .tests
            .iter()
            .map(|test| {
                let steps: Vec<_> = test
                    .steps
                    .iter()
                    .map(|step| {
                        context! {
                            step => &step.step, a => step.calls.0, b => step.calls.1,
                            differences => &step.differences, ignored => &step.ignored,
                        }
                    })
                    .collect();
                context! {
                    name => &test.name, same => test.is_same(), steps => steps, looks => &test.looks,
                    a => uri(&test.pictures.0), b => uri(&test.pictures.1), diff => uri(&test.diff),
                }
            })
            .collect();
        let mut environment = Environment::new();
        environment.add_template("page.html", include_str!("page.html"))?;
        environment
            .get_template("page.html")?
            .render(context! { a => &self.apps.0, b => &self.apps.1, same => self.is_same(), tests => tests })
    }
}
