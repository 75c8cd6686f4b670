//! The files that are delivered.

use lopdf::Document;

use super::refused;
use super::texts::{excerpt, says};
use crate::scenario::{Format, Sheets};
use crate::schedule::Error;
use crate::size;

/// What a run's files are held against.
#[derive(Debug)]
pub(in crate::schedule) struct Expected {
    /// What the PDF says; empty where its pages are pictures.
    pub(in crate::schedule) texts: Vec<String>,
    /// How many sheets the PDF has.
    pub(in crate::schedule) sheets: Option<Sheets>,
    /// How large each file is at least, in bytes.
    pub(in crate::schedule) size: u64,
}

impl Expected {
    /// Refuses a file that is smaller than it should be, and a PDF that can't be read, has another number of sheets, or lacks
    /// a text.
    ///
    /// # Errors
    /// [`Error::Refused`].
    pub(in crate::schedule) fn check(&self, format: Format, bytes: &[u8]) -> Result<(), Error> {
        let length = bytes.len() as u64;
        if length < self.size {
            let (length, least) = (size::format(length), size::format(self.size));
            return Err(refused(format!("the {} has {length}, less than {least}", format.end())));
        }
        if format == Format::Pdf { self.check_pdf(bytes) } else { Ok(()) }
    }

    fn check_pdf(&self, bytes: &[u8]) -> Result<(), Error> {
        let bad = |error: lopdf::Error| refused(format!("the pdf can't be read: {error}"));
        let document = Document::load_mem(bytes).map_err(bad)?;
        let sheets: Vec<u32> = document.get_pages().into_keys().collect();
        let count = sheets.len();
        if count == 0 {
            return Err(refused("the pdf has no sheet".to_owned()));
        }
        if let Some(wanted) = self.sheets
            && !wanted.accept(count)
        {
            return Err(refused(format!("the pdf should have {wanted} sheets, and has {count}")));
        }
        if self.texts.is_empty() {
            return Ok(());
        }
        let said = document.extract_text(&sheets).map_err(bad)?;
        match self.texts.iter().find(|text| !says(&said, text)) {
            None => Ok(()),
            Some(missing) => {
                Err(refused(format!("{missing:?} is nowhere in the pdf, which says {:?}", excerpt(&said))))
            }
        }
    }
}
