//! The keys of states, packed, each once.

/// The keys that were met, by number. A key is a list of numbers that mostly
/// follow one another: packed as differences, most take an octet.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    octets: Vec<u8>,
    entries: Vec<Entry>,
    /// For each hash the number of a key, plus one; 0 where there is none.
    /// A power of two of them, at least twice as many as keys.
    buckets: Vec<u32>,
    /// The key that was looked for last.
    packed: Vec<u8>,
    hash: u32,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    at: u32,
    len: u32,
    hash: u32,
}

/// Octets that a key takes besides its own.
pub(crate) const ENTRY: usize = size_of::<Entry>() + 4 * size_of::<u32>();

impl Keys {
    /// The number of a key, if it was met.
    pub(crate) fn find(&mut self, key: &[u32]) -> Option<usize> {
        pack(key, &mut self.packed);
        self.hash = hash(&self.packed);
        let mut place = self.hash as usize;
        loop {
            place &= self.buckets.len().checked_sub(1)?;
            let index = self.buckets.get(place)?.checked_sub(1)? as usize;
            let entry = self.entries.get(index)?;
            if entry.hash == self.hash && self.of(*entry) == self.packed {
                return Some(index);
            }
            place += 1;
        }
    }

    /// How many octets the key takes that was looked for last.
    pub(crate) fn last_len(&self) -> usize {
        self.packed.len()
    }

    /// Adds the key that was looked for last, and was not found.
    pub(crate) fn add_last(&mut self) {
        let (at, len) = (self.octets.len() as u32, self.packed.len() as u32);
        self.octets.extend_from_slice(&self.packed);
        self.entries.push(Entry { at, len, hash: self.hash });
        if self.entries.len() * 2 > self.buckets.len() {
            self.buckets.clear();
            let many = (self.entries.len() * 4).next_power_of_two().max(64);
            self.buckets.resize(many, 0);
            for index in 0..self.entries.len() {
                self.place(index);
            }
        } else {
            self.place(self.entries.len() - 1);
        }
    }

    /// A key, packed; the number has to be that of one.
    pub(crate) fn packed(&self, index: usize) -> &[u8] {
        let entry = self.entries.get(index);
        entry.map_or(&[][..], |entry| self.of(*entry))
    }

    /// Unpacks a key; the number has to be that of one.
    pub(crate) fn unpack(&self, index: usize, into: &mut Vec<u32>) {
        unpack(self.packed(index), into);
    }

    /// Forgets them all.
    pub(crate) fn clear(&mut self) {
        self.octets.clear();
        self.entries.clear();
        self.buckets.fill(0);
    }

    fn of(&self, entry: Entry) -> &[u8] {
        let at = entry.at as usize;
        self.octets.get(at..at + entry.len as usize).unwrap_or_default()
    }

    fn place(&mut self, index: usize) {
        let Some(entry) = self.entries.get(index) else { return };
        let mut place = entry.hash as usize;
        loop {
            place &= self.buckets.len().saturating_sub(1);
            match self.buckets.get_mut(place) {
                Some(bucket @ 0) => {
                    *bucket = index as u32 + 1;
                    return;
                }
                Some(_) => place += 1,
                None => return,
            }
        }
    }
}

/// Packs a key: differences, small ones of either sign in few octets.
pub(crate) fn pack(key: &[u32], into: &mut Vec<u8>) {
    into.clear();
    let mut last = 0_u32;
    for &number in key {
        let step = number.wrapping_sub(last);
        let sign = if step >> 31 == 1 { u32::MAX } else { 0 };
        let mut part = (step << 1) ^ sign;
        while part >= 0x80 {
            into.push(part as u8 | 0x80);
            part >>= 7;
        }
        into.push(part as u8);
        last = number;
    }
}

/// What [`pack`] has packed.
pub(crate) fn unpack(octets: &[u8], into: &mut Vec<u32>) {
    into.clear();
    let (mut number, mut part, mut shift) = (0_u32, 0_u32, 0);
    for &octet in octets {
        part |= u32::from(octet & 0x7F) << shift;
        if octet & 0x80 != 0 {
            shift += 7;
            continue;
        }
        let step = (part >> 1) ^ (part & 1).wrapping_neg();
        number = number.wrapping_add(step);
        into.push(number);
        (part, shift) = (0, 0);
    }
}

fn hash(octets: &[u8]) -> u32 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut hash = octets.len() as u64;
    let mut eat = |word: u64| {
        hash = (hash.rotate_left(23) ^ word).wrapping_mul(FACTOR);
    };
    let mut words = octets.chunks_exact(8);
    for word in words.by_ref() {
        eat(word.iter().fold(0, |word, it| word << 8 | u64::from(*it)));
    }
    let rest = words.remainder();
    eat(rest.iter().fold(0, |word, it| word << 8 | u64::from(*it)));
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_by_their_numbers() {
        let mut keys = Keys::default();
        let key = |n: u32| vec![n << 29, 5, 6, 7, n, u32::MAX - n, 0, n * n];
        for n in 0..1000 {
            assert_eq!(keys.find(&key(n)), None);
            keys.add_last();
        }
        let mut unpacked = Vec::new();
        for n in 0..1000 {
            assert_eq!(keys.find(&key(n)), Some(n as usize));
            keys.unpack(n as usize, &mut unpacked);
            assert_eq!(unpacked, key(n));
        }
        keys.clear();
        assert_eq!(keys.find(&key(1)), None);
        assert_eq!(keys.find(&[]), None);
        keys.add_last();
        assert_eq!(keys.find(&[]), Some(0));
        keys.unpack(0, &mut unpacked);
        assert!(unpacked.is_empty());
    }
}
