//! Small charts, whole.

use super::axis::counts;
use super::*;

fn slot(label: &str, year: &str) -> Slot {
    Slot { label: label.to_owned(), year: year.to_owned() }
}

#[test]
fn counts_have_round_lines_and_few() {
    let shown = |most| counts(most).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!(shown(0), "0 1");
    assert_eq!(shown(1), "0 1");
    assert_eq!(shown(4), "0 1 2 3 4");
    assert_eq!(shown(5), "0 2 4 6");
    assert_eq!(shown(9), "0 5 10");
    assert_eq!(shown(61), "0 20 40 60 80");
    assert_eq!(shown(1_000_000), "0 500000 1000000");
}

#[test]
fn bars_are_stacked_from_the_bottom_with_patterns_and_words() {
    let slots = [slot("Dec", "2024"), slot("Jan", "2025")];
    let fills = [Fill::Severity(0), Fill::Severity(1), Fill::Unknown];
    let bar = |told: &str, parts: [usize; 3], above: &str| Bar {
        told: told.to_owned(),
        parts: parts.to_vec(),
        above: above.to_owned(),
    };
    let bars = [bar("Dec 2024: \"3\"", [1, 2, 0], "3"), bar("Jan 2025: 1", [0, 0, 1], "1")];
    assert_eq!(
        super::bars("Two <bars>", &slots, &fills, &bars),
        "<svg class=\"chart\" viewBox=\"0 0 360 236\" role=\"img\" aria-label=\"Two &lt;bars&gt;\">\
         <defs><pattern id=\"pm-hatch-1\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><path class=\"ch-sev-1\" d=\"M-1 1L1-1M-1 7L7-1M5 7L7 5\"/></pattern></defs>\
         <text class=\"ch-tick\" x=\"28\" y=\"204\" text-anchor=\"end\">0</text>\
         <path class=\"ch-line\" d=\"M34 140H352\"/><text class=\"ch-tick\" x=\"28\" y=\"144\" text-anchor=\"end\">1</text>\
         <path class=\"ch-line\" d=\"M34 80H352\"/><text class=\"ch-tick\" x=\"28\" y=\"84\" text-anchor=\"end\">2</text>\
         <path class=\"ch-line\" d=\"M34 20H352\"/><text class=\"ch-tick\" x=\"28\" y=\"24\" text-anchor=\"end\">3</text>\
         <g><title>Dec 2024: &quot;3&quot;</title>\
         <rect class=\"ch-sev-0\" x=\"98.5\" y=\"140\" width=\"30\" height=\"60\"/>\
         <rect class=\"ch-sev-1\" x=\"98.5\" y=\"20\" width=\"30\" height=\"120\"/>\
         <rect class=\"ch-hatch\" fill=\"url(#pm-hatch-1)\" x=\"98.5\" y=\"20\" width=\"30\" height=\"120\"/>\
         <text class=\"ch-value\" x=\"113.5\" y=\"15\" text-anchor=\"middle\">3</text></g>\
         <g><title>Jan 2025: 1</title><rect class=\"ch-unknown\" x=\"257.5\" y=\"140\" width=\"30\" height=\"60\"/>\
         <text class=\"ch-value\" x=\"272.5\" y=\"135\" text-anchor=\"middle\">1</text></g>\
         <path class=\"ch-axis\" d=\"M34 200H352\"/>\
         <text class=\"ch-tick\" x=\"113.5\" y=\"215\" text-anchor=\"middle\">Dec</text>\
         <text class=\"ch-tick\" x=\"272.5\" y=\"215\" text-anchor=\"middle\">Jan</text>\
         <text class=\"ch-tick ch-year\" x=\"113.5\" y=\"230\" text-anchor=\"middle\">2024</text>\
         <text class=\"ch-tick ch-year\" x=\"272.5\" y=\"230\" text-anchor=\"middle\">2025</text></svg>"
    );
}

/// Where the marks of a kind stand: the height of a dot, the beginning of a line.
fn places(svg: &str, class: &str) -> Vec<String> {
    let class = format!("class=\"{class}\"");
    let place = |mark: &str| {
        let from = mark.split_once("cy=\"").or_else(|| mark.split_once("d=\"M")).unwrap().1;
        from.split(['"', 'H']).next().unwrap().to_owned()
    };
    svg.split('<').filter(|element| element.contains(&class)).map(place).collect()
}

fn names() -> LineNames {
    let lines =
        ["1 min", "10 min", "1 h", "6 h", "1 day", "1 week", "30 days", "1 year", "10 years", "100 years"];
    LineNames { lines: lines.map(str::to_owned).to_vec(), short: "< 1 min".to_owned() }
}

#[test]
fn times_lie_on_a_logarithmic_scale() {
    let slots = [slot("2024", "")];
    let dot = |seconds| Dot { slot: 0, along: 0.5, seconds, told: String::new() };
    let levels = [Levels { n: 3, median: Some(600), p90: Some(3600) }];
    let svg = strip("Times", &slots, &[dot(60), dot(600), dot(3600)], &levels, &names());
    // A minute at the bottom, an hour at the top, ten minutes where their logarithm is.
    assert_eq!(places(&svg, "ch-dot"), ["200", "94.3", "12"]);
    assert_eq!(places(&svg, "ch-median"), ["167 94.3"]);
    assert_eq!(places(&svg, "ch-p90"), ["167 12"]);
    assert!(svg.contains(">1 min</text>") && svg.contains(">1 h</text>") && !svg.contains("&lt; 1 min"));
    assert!(svg.contains(">3</text></svg>"), "how many there are: {svg}");
}

#[test]
fn no_time_at_all_has_a_place_of_its_own() {
    let levels = [Levels { n: 1, median: Some(0), p90: Some(0) }];
    let dots = [Dot { slot: 0, along: 0.0, seconds: 0, told: String::new() }];
    let svg = strip("Times", &[slot("2024", "")], &dots, &levels, &names());
    assert!(svg.contains("&lt; 1 min") && svg.contains(">10 min<"), "{svg}");
    assert_eq!(places(&svg, "ch-dot"), ["200"]);
    assert!(!svg.contains("ch-p90"), "one value has no upper end of its own");
}

#[test]
fn a_crowd_is_drawn_as_how_many_lie_where() {
    let dots: Vec<Dot> = (0..2000)
        .map(|at| Dot {
            slot: at % 2,
            along: 0.1,
            seconds: 60 + i64::try_from(at).unwrap(),
            told: "x".into(),
        })
        .collect();
    let levels = [Levels { n: 1000, median: Some(1000), p90: Some(1900) }; 2];
    let svg = strip("Times", &[slot("2023", ""), slot("2024", "")], &dots, &levels, &names());
    assert!(!svg.contains("ch-dot") && svg.contains("ch-heap"));
    let told: usize = svg
        .split("ch-heap")
        .skip(1)
        .map(|mark| {
            let from = mark.find("<title>").unwrap() + 7;
            mark[from..mark.find("</title>").unwrap()].parse::<usize>().unwrap()
        })
        .sum();
    assert_eq!(told, 2000);
    assert!(svg.len() < 20_000, "{}", svg.len());
}

#[test]
fn rows_share_a_scale_and_long_names_are_cut() {
    let row = |title: &str, counts: [usize; 2]| Row {
        title: title.to_owned(),
        total: counts.iter().sum(),
        counts: counts.to_vec(),
    };
    let slots = [slot("Q1", "2024"), slot("Q2", "2024")];
    let svg = rows("Rows", &slots, &[row("A very long name of a cause", [4, 0]), row("B", [2, 1])]);
    assert!(svg.contains("<title>A very long name of a cause: 4</title>"));
    assert!(svg.contains(">A very long name of…</text>"), "{svg}");
    let heights: Vec<&str> = svg
        .split("<rect class=\"ch-yes\"")
        .skip(1)
        .map(|mark| mark.split("height=\"").nth(1).unwrap().split('"').next().unwrap())
        .collect();
    assert_eq!(heights, ["22", "11", "5.5"]);
}

#[test]
fn years_are_named_as_far_as_there_is_room() {
    let named = |count: usize| {
        let slots: Vec<Slot> = (0..count).map(|at| slot(&(1981 + at).to_string(), "")).collect();
        let bars: Vec<Bar> =
            slots.iter().map(|_| Bar { told: String::new(), parts: vec![1], above: "1".into() }).collect();
        let svg = super::bars("Years", &slots, &[Fill::Yes], &bars);
        let names: Vec<String> = svg
            .split("text-anchor=\"middle\">")
            .skip(1)
            .map(|text| text.split('<').next().unwrap().to_owned())
            .collect();
        names.into_iter().filter(|name| name.len() == 4).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(named(3), "1981 1982 1983");
    assert_eq!(named(13), "1982 1984 1986 1988 1990 1992");
    assert_eq!(named(46), "1985 1990 1995 2000 2005 2010 2015 2020 2025");
}
