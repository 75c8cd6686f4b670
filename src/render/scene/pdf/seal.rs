//! What printpdf fixes in every file and can't be told otherwise: the version, a claim to PDF/X, and an id drawn
//! by lot. All are overwritten in place, so that no offset changes.

use sha2::{Digest, Sha256};

/// Where the id begins in the trailer.
const BEFORE: &[u8] = b"/ID[(";
/// The length of each of its two halves.
const HALF: usize = 32;

/// The version that printpdf writes, and the first that knows transparency.
const VERSIONS: (&[u8], &[u8]) = (b"%PDF-1.3", b"%PDF-1.4");
/// An empty claim to PDF/X, which readers take for a claim.
const CLAIM: &[u8] = b"/GTS_PDFXVersion()";

/// Corrects the version, blanks the claim, and makes the id a hash of what stands before it.
pub(super) fn seal(mut file: Vec<u8>) -> Vec<u8> {
    if file.starts_with(VERSIONS.0) {
        file[..VERSIONS.1.len()].copy_from_slice(VERSIONS.1);
    }
    if let Some(claim) = file.windows(CLAIM.len()).rposition(|window| window == CLAIM) {
        file[claim..claim + CLAIM.len()].fill(b' ');
    }
    let Some(start) = file.windows(BEFORE.len()).rposition(|window| window == BEFORE) else { return file };
    let first = start + BEFORE.len();
    // The halves stand as `(…)(…)`.
    let Some(between) = file.get(first + HALF..).and_then(|rest| rest.iter().position(|byte| *byte == b'('))
    else {
        return file;
    };
    let second = first + HALF + between + 1;
    let hash =
        Sha256::digest(&file[..start]).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    for half in [first, second] {
        if let (Some(target), Some(hash)) = (file.get_mut(half..half + HALF), hash.as_bytes().get(..HALF)) {
            target.copy_from_slice(hash);
        }
    }
    file
}
