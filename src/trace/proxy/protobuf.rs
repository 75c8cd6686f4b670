//! Protocol buffers, field by field, as far as a trace needs them (protobuf.dev, "Encoding"). Bytes that are no
//! message end the reading; nothing is refused.

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Held<'a> {
    /// A varint: an integer, a bool, an enum.
    Number(u64),
    /// 64 bits.
    Fixed(u64),
    /// A text, bytes, a message, or packed numbers.
    Bytes(&'a [u8]),
}

/// The fields of a message with their numbers, in order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    /// The message, text or bytes in a field; the first of several.
    pub(super) fn bytes(self, number: u64) -> Option<&'a [u8]> {
        self.all(number).next()
    }

    /// All messages, texts or bytes of a repeated field.
    pub(super) fn all(self, number: u64) -> impl Iterator<Item = &'a [u8]> {
        self.filter_map(move |(found, held)| match held {
            Held::Bytes(bytes) if found == number => Some(bytes),
            _ => None,
        })
    }

    /// The message in a field.
    pub(super) fn message(self, number: u64) -> Option<Self> {
        self.bytes(number).map(Self)
    }

    /// The text in a field.
    pub(super) fn text(self, number: u64) -> Option<&'a str> {
        std::str::from_utf8(self.bytes(number)?).ok()
    }

    /// The number in a field.
    pub(super) fn number(mut self, number: u64) -> Option<u64> {
        self.find_map(|(found, held)| match held {
            Held::Number(value) if found == number => Some(value),
            _ => None,
        })
    }

    /// Varints one after the other, as a packed field has them.
    pub(super) fn packed(bytes: &'a [u8]) -> impl Iterator<Item = u64> {
        let mut rest = Self(bytes);
        std::iter::from_fn(move || rest.varint())
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.take(1)?.try_into().ok()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}

#[expect(clippy::copy_iterator, reason = "each look at a message begins at its first field")]
impl<'a> Iterator for Fields<'a> {
    type Item = (u64, Held<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.varint()?;
        let held = match key & 7 {
            0 => Held::Number(self.varint()?),
            1 => Held::Fixed(u64::from_le_bytes(self.take(8)?.try_into().ok()?)),
            2 => {
                let length = usize::try_from(self.varint()?).ok()?;
                Held::Bytes(self.take(length)?)
            }
            5 => Held::Fixed(u32::from_le_bytes(self.take(4)?.try_into().ok()?).into()),
            _ => return None,
        };
        Some((key >> 3, held))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_up_to_where_the_bytes_are_cut() {
        // {1: 150, 2: "testing", 3: {1: 1}}, the numbers of the encoding's own description.
        let bytes = *b"\x08\x96\x01\x12\x07testing\x1a\x02\x08\x01";
        let message = Fields(&bytes);
        assert_eq!((message.number(1), message.text(2)), (Some(150), Some("testing")));
        assert_eq!(message.message(3).and_then(|inner| inner.number(1)), Some(1));
        for end in 0..bytes.len() {
            assert!(Fields(&bytes[..end]).count() < 3, "cut at {end}");
        }
    }

    #[test]
    fn lengths_that_lie_are_no_message() {
        assert_eq!(Fields(b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01").count(), 0);
        assert_eq!(Fields(&[0xff; 40]).count(), 0);
    }
}
