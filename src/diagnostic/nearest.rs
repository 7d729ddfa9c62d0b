//! "Did you mean": the known word nearest to a mistyped one.

/// The candidate that `word` most likely means, if any is near enough.
///
/// Case and the choice of `-`, `_` or space do not count. A candidate is near when a third of
/// its letters at most would have to change, so short words are not guessed wildly.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = plain(word);
    if wanted.is_empty() {
        return None;
    }
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = plain(candidate);
            let distance = strsim::osa_distance(&wanted, &other);
            let longest = wanted.chars().count().max(other.chars().count());
            let last = other.rsplit('/').next().unwrap_or(&other);
            // `connection-pool` means `capacity/connection-pool`.
            if last == wanted {
                return Some((0, candidate));
            }
            (distance * 3 <= longest.max(3)).then_some((distance, candidate))
        })
        .min_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(b.1)))
        .map(|(_, candidate)| candidate)
}

fn plain(word: &str) -> String {
    word.trim().to_lowercase().replace(['_', ' '], "-")
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_words_are_offered_and_far_ones_are_not() {
        let keys = ["severity", "services", "summary", "capacity/connection-pool"];
        assert_eq!(nearest("severty", keys), Some("severity"));
        assert_eq!(nearest("Service", keys), Some("services"));
        assert_eq!(nearest("connection_pool", keys), Some("capacity/connection-pool"));
        assert_eq!(nearest("owner", keys), None);
        assert_eq!(nearest("", keys), None);
    }
}
