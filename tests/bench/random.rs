//! Seeded randomness: the same numbers on every machine, in every release of the toolchain.
//!
//! Whole numbers only. Floating-point powers and logarithms differ between platforms in their last
//! digit, and one such digit would change every word that follows it.

/// Where one stream of numbers must not depend on how many another has used.
#[derive(Clone, Copy)]
pub(crate) enum Stream {
    /// The vocabulary and the names of services, the same for every seed.
    Names,
    /// What others may know of a postmortem: when it happened, to what, and why.
    Sketch,
    /// All the rest of it.
    Detail,
}

/// A xoshiro256** generator.
pub(crate) struct Random {
    state: [u64; 4],
}

impl Random {
    /// Starts the numbers of one `stream` of one postmortem.
    pub(crate) fn new(seed: u64, stream: Stream, number: u32) -> Self {
        let mut mixer = SplitMix(seed);
        mixer.0 ^= mixer.next().wrapping_add(u64::from(number));
        mixer.0 ^= mixer.next().wrapping_add(stream as u64);
        Self { state: std::array::from_fn(|_| mixer.next()) }
    }

    fn next(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let (mixed_c, mixed_d) = (c ^ a, d ^ b);
        self.state = [a ^ mixed_d, b ^ mixed_c, mixed_c ^ (b << 17), mixed_d.rotate_left(45)];
        b.wrapping_mul(5).rotate_left(7).wrapping_mul(9)
    }

    /// A number from 0 to `bound`, without `bound`. Of an empty range, 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        // The upper half of the product is an even spread. Its bias is below 2⁻³² for the ranges
        // used here, which nobody can see in a postmortem.
        let product = u128::from(self.next()) * u128::from(bound);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        let span = u64::from(high.saturating_sub(low)) + 1;
        low + u32::try_from(self.below(span)).unwrap_or(0)
    }

    /// A place in a list of `len`.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).unwrap_or(0)
    }

    /// True in `percent` of a hundred cases.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of `items`, which must not be empty.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.index(items.len())]
    }

    /// About `typical`, seldom a few times as much: how durations and counts are spread.
    pub(crate) fn skewed(&mut self, typical: u32) -> u32 {
        let factor = self.between(1, 12) * self.between(1, 12) * self.between(1, 12);
        (typical * factor / 216).max(1)
    }
}

struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// Draws ranks as words are drawn: the tenth is a tenth as common as the first.
pub(crate) struct Zipf {
    cumulative: Vec<u64>,
}

impl Zipf {
    /// Over `len` ranks. `shift` flattens the head, where real text is flatter than the plain law.
    pub(crate) fn new(len: usize, shift: u64) -> Self {
        let mut sum = 0;
        let cumulative = (0..len as u64)
            .map(|rank| {
                sum += (1 << 32) / (rank + 1 + shift);
                sum
            })
            .collect();
        Self { cumulative }
    }

    /// A rank, from 0.
    pub(crate) fn draw(&self, random: &mut Random) -> usize {
        let total = self.cumulative.last().copied().unwrap_or(0);
        let point = random.below(total);
        self.cumulative.partition_point(|&sum| sum <= point)
    }
}
