//! A document as one HTML page.

use std::fmt::Write;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::{Block, Cover, Document};
use crate::render::scene::{PngOptions, SvgOptions, escape};

const STYLE: &str = "body{max-width:60rem;margin:2rem auto;padding:0 1rem;color:#212529;\
font:16px/1.5 'Open Sans',verdana,arial,sans-serif}header{color:#6c757d}svg,img{max-width:100%;height:auto}\
p{white-space:pre-line}section+section{border-top:1px solid #dee2e6;margin-top:2rem}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.25rem .5rem .25rem 0;\
border-bottom:1px solid #dee2e6}";

/// Writes the page; everything that came from outside is escaped.
pub(super) fn html(document: &Document) -> String {
    let mut body = front(document);
    let mut scenes = 0;
    for (index, page) in document.pages.iter().enumerate() {
        let _ = writeln!(body, "<section id=\"page-{}\">", index + 1);
        for block in &page.blocks {
            body += &self::block(block, &mut scenes);
        }
        body += "</section>\n";
    }
    let title = escape(&document.title);
    let meta = |name: &str, value: &str| match value {
        "" => String::new(),
        value => format!("<meta name=\"{name}\" content=\"{}\">\n", escape(value)),
    };
    let header = match document.header.as_str() {
        "" => String::new(),
        header => format!("<header>{}</header>\n", escape(header)),
    };
    format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n{}<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n{header}{body}</body>\n</html>\n",
        meta("author", &document.author)
    )
}

/// Cover and contents.
fn front(document: &Document) -> String {
    let mut front = String::new();
    if let Some(Cover { title, subtitle, text }) = &document.cover {
        let paragraph = |text: &str| match text {
            "" => String::new(),
            text => format!("<p>{}</p>\n", escape(text)),
        };
        let _ = writeln!(front, "<h1>{}</h1>\n{}{}", escape(title), paragraph(subtitle), paragraph(text));
    }
    if let Some(title) = &document.contents {
        let _ = writeln!(front, "<nav><h2>{}</h2>\n<ul>", escape(title));
        for (index, page) in document.pages.iter().enumerate() {
            for block in &page.blocks {
                if let Block::Heading { text, .. } = block {
                    let _ = writeln!(front, "<li><a href=\"#page-{}\">{}</a></li>", index + 1, escape(text));
                }
            }
        }
        front += "</ul></nav>\n";
    }
    front
}

fn block(block: &Block, scenes: &mut usize) -> String {
    match block {
        Block::Heading { level, text } => {
            let level = level.clamp(&1, &6);
            format!("<h{level}>{}</h{level}>\n", escape(text))
        }
        Block::Paragraph(text) => format!("<p>{}</p>\n", escape(text)),
        Block::Scene(scene) => {
            *scenes += 1;
            let options = SvgOptions { prefix: format!("s{scenes}-"), ..SvgOptions::default() };
            format!("<figure>{}</figure>\n", scene.to_svg_with(&options))
        }
        Block::Bitmap(image) => match image.to_png(PngOptions { optimize: true, ..PngOptions::default() }) {
            Ok(file) => {
                let (width, height) = (image.width, image.height);
                let data = BASE64_STANDARD.encode(file);
                format!(
                    "<figure><img width=\"{width}\" height=\"{height}\" alt=\"\" \
                     src=\"data:image/png;base64,{data}\"></figure>\n"
                )
            }
            // Bytes that don't fit the bitmap's sides show nothing in any file.
            Err(_) => String::new(),
        },
        Block::Table(rows) => {
            let row = |(name, value): &(String, String)| {
                format!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escape(name), escape(value))
            };
            format!("<table>\n{}</table>\n", rows.iter().map(row).collect::<String>())
        }
    }
}
