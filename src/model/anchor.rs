//! The fragments that lead to headings.

use comrak::Anchorizer;

/// Names the headings of one body, in order: as GitHub does, so that links written for one work
/// on the other, each name once.
#[derive(Debug, Default)]
pub struct Anchors(Anchorizer);

impl Anchors {
    /// No heading was named yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The name of the next heading, from its plain text.
    pub fn next(&mut self, heading: &str) -> String {
        if !heading.contains(char::is_alphanumeric) {
            return self.0.anchorize("section");
        }
        let anchor = self.0.anchorize(heading);
        // Ids that start so belong to the page around the body; a heading must not pose as one.
        if anchor.starts_with("pm-") {
            return self.0.anchorize(&format!("section-{heading}"));
        }
        anchor
    }
}

#[cfg(test)]
mod tests {
    use super::Anchors;

    #[test]
    fn anchors_are_unique_and_leave_the_page_its_own() {
        let mut anchors = Anchors::new();
        let names: Vec<_> =
            ["What’s up?", "whats up", "PM 2024", "!!!", "?", "Größe_1"].map(|h| anchors.next(h)).into();
        assert_eq!(names, ["whats-up", "whats-up-1", "section-pm-2024", "section", "section-1", "größe_1"]);
    }
}
