use super::PayloadError;

/// How the data of a record are to be read (RFC 2355, page 18). Any octet can
/// be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a code is an octet")]
pub struct DataType(pub u8);

impl DataType {
    /// The 3270 data stream: `3270-DATA`.
    pub const TN3270_DATA: Self = Self(0);
    /// The SNA character stream.
    pub const SCS_DATA: Self = Self(1);
    /// The state of the device, in answer to a record.
    pub const RESPONSE: Self = Self(2);
    /// The SNA bind image.
    pub const BIND_IMAGE: Self = Self(3);
    /// A reason for the end of the binding.
    pub const UNBIND: Self = Self(4);
    /// Text of the NVT.
    pub const NVT_DATA: Self = Self(5);
    /// No data: only the request flag has a meaning.
    pub const REQUEST: Self = Self(6);
    /// Data of the SSCP-LU session.
    pub const SSCP_LU_DATA: Self = Self(7);
    /// No data: the print job ends.
    pub const PRINT_EOJ: Self = Self(8);
}

/// The five octets before the data of each record (RFC 2355, page 18).
///
/// ```
/// use telnet_proto::sub::tn3270e::{DataType, RecordHeader};
/// let (header, data) = RecordHeader::parse(b"\x05\0\0\x01\x02hello")?;
/// assert_eq!(header.data_type, DataType::NVT_DATA);
/// assert_eq!(header.sequence, 258);
/// assert_eq!(data, b"hello");
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "RFC 2355 has four fields")]
pub struct RecordHeader {
    /// How the data are to be read.
    pub data_type: DataType,
    /// Has a meaning with [`DataType::REQUEST`] only, and is to be ignored
    /// otherwise.
    pub request_flag: u8,
    /// With data, whether an answer is expected; with
    /// [`DataType::RESPONSE`], the answer; otherwise to be ignored.
    pub response_flag: u8,
    /// Numbers the records where [`RESPONSES`] was agreed to; otherwise 0,
    /// and to be ignored.
    ///
    /// [`RESPONSES`]: super::Function::RESPONSES
    pub sequence: u16,
}

impl RecordHeader {
    /// Request flag: a fault of the printer is mended.
    pub const ERR_COND_CLEARED: u8 = 0;
    /// Response flag of data: none is expected, and none may be sent.
    pub const NO_RESPONSE: u8 = 0;
    /// Response flag of data: a fault is to be told.
    pub const ERROR_RESPONSE: u8 = 1;
    /// Response flag of data: success and fault are to be told.
    pub const ALWAYS_RESPONSE: u8 = 2;
    /// Response flag of a response: success.
    pub const POSITIVE_RESPONSE: u8 = 0;
    /// Response flag of a response: a fault.
    pub const NEGATIVE_RESPONSE: u8 = 1;

    /// Splits a record: the data between two [`Command::EOR`], unescaped.
    ///
    /// [`Command::EOR`]: crate::Command::EOR
    ///
    /// # Errors
    /// [`PayloadError::Length`] for fewer than five octets.
    pub const fn parse(record: &[u8]) -> Result<(Self, &[u8]), PayloadError> {
        match record {
            [data_type, request_flag, response_flag, s1, s0, data @ ..] => {
                let header = Self {
                    data_type: DataType(*data_type),
                    request_flag: *request_flag,
                    response_flag: *response_flag,
                    // "In network byte order" (RFC 2355, page 20).
                    sequence: u16::from_be_bytes([*s1, *s0]),
                };
                Ok((header, data))
            }
            [..] => Err(PayloadError::Length),
        }
    }

    /// The octets to send before the data. Like them they are to be escaped:
    /// see [`encode::escape`](crate::encode::escape).
    #[must_use]
    pub const fn to_payload(self) -> [u8; 5] {
        let Self { data_type, request_flag, response_flag, sequence } = self;
        let [s1, s0] = sequence.to_be_bytes();
        [data_type.0, request_flag, response_flag, s1, s0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::escape;
    use std::vec::Vec;

    #[test]
    fn parse_undoes_to_payload() {
        for octet in 0..=255u8 {
            let header = RecordHeader {
                data_type: DataType(octet),
                request_flag: octet.wrapping_add(1),
                response_flag: octet.wrapping_add(2),
                sequence: u16::from(octet) * 257,
            };
            let mut record = header.to_payload().to_vec();
            record.push(octet);
            let parsed = RecordHeader::parse(&record);
            assert_eq!(parsed, Ok((header, &[octet][..])));
        }
    }

    #[test]
    fn a_record_may_have_no_data_but_needs_a_header() {
        let record = [8, 0, 0, 0, 0];
        let (header, data) = RecordHeader::parse(&record).unwrap();
        assert_eq!(header.data_type, DataType::PRINT_EOJ);
        assert!(data.is_empty());
        for len in 0..5 {
            let bad = RecordHeader::parse(&record[..len]);
            assert_eq!(bad, Err(PayloadError::Length));
        }
    }

    #[test]
    fn octets_255_of_the_number_are_doubled() {
        let header = RecordHeader {
            data_type: DataType::TN3270_DATA,
            request_flag: 0,
            response_flag: RecordHeader::ALWAYS_RESPONSE,
            sequence: 0xFF00,
        };
        let payload = header.to_payload();
        let wire: Vec<u8> = escape(&payload).flatten().copied().collect();
        assert_eq!(wire, [0, 0, 2, 0xFF, 0xFF, 0]);
    }
}
