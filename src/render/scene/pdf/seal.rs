//! The file's id, which printpdf draws by lot, replaced by a hash of the content.

use sha2::{Digest, Sha256};

/// Where the id begins in the trailer.
const BEFORE: &[u8] = b"/ID[(";
/// The length of each of its two halves.
const HALF: usize = 32;

/// Overwrites both halves of the id, so that no offset changes.
pub(super) fn seal(mut file: Vec<u8>) -> Vec<u8> {
    let Some(start) = file.windows(BEFORE.len()).rposition(|window| window == BEFORE) else { return file };
    let first = start + BEFORE.len();
    // The halves stand as `(…)(…)`.
    let Some(between) = file.get(first + HALF..).and_then(|rest| rest.iter().position(|byte| *byte == b'('))
    else {
        return file;
    };
    let second = first + HALF + between + 1;
    let hash: String = Sha256::digest(&file[..start]).iter().map(|byte| format!("{byte:02x}")).collect();
    for half in [first, second] {
        if let (Some(target), Some(hash)) = (file.get_mut(half..half + HALF), hash.as_bytes().get(..HALF)) {
            target.copy_from_slice(hash);
        }
    }
    file
}
