//! Tables and blocks of code, as people paste them into postmortems.

use std::fmt::{self, Write as _};

use crate::prose::Prose;
use crate::terms::REGIONS;

/// A table of figures by region.
pub(crate) fn table(out: &mut String, prose: &mut Prose<'_>) -> fmt::Result {
    let what = prose.phrase(&["{ns} failed", "{a} {ns}", "{w} {ns} lost"]);
    writeln!(out, "\n| Region | {what} | Share | p99 (ms) |\n|---|---:|---:|---:|")?;
    let first = prose.random.index(REGIONS.len());
    for offset in 0..prose.random.index(4) + 2 {
        let region = REGIONS[(first + offset) % REGIONS.len()];
        let random = &mut prose.random;
        let (count, share, latency) = (random.skewed(9_000), random.skewed(12).min(100), random.skewed(700));
        writeln!(out, "| {region} | {count} | {share} % | {latency} |")?;
    }
    Ok(())
}

/// A block of code in one of five languages.
pub(crate) fn code(out: &mut String, prose: &mut Prose<'_>) -> fmt::Result {
    match prose.random.below(10) {
        0..4 => log(out, prose),
        4..6 => sql(out, prose),
        6..8 => yaml(out, prose),
        8 => shell(out, prose),
        _ => json(out, prose),
    }
}

fn log(out: &mut String, prose: &mut Prose<'_>) -> fmt::Result {
    out.push_str("\n```log\n");
    let mut second = prose.random.between(0, 80_000);
    for _ in 0..prose.random.between(5, 12) {
        second += prose.random.between(0, 9);
        let (hour, minute) = (second / 3_600, second / 60 % 60);
        let millis = prose.random.between(0, 999);
        let level = prose.random.pick(&["ERROR", "ERROR", "WARN", "INFO"]);
        let host = prose.host();
        let logger = prose.identifier();
        let trace = if prose.random.chance(30) {
            format!(" trace={:012x}", prose.random.below(1 << 48))
        } else {
            String::new()
        };
        let text = prose.phrase(&[
            "{w} {n} {d}: {a} {n}",
            "failed to {v} {n}: {status}",
            "{n} timeout after {num}000 ms",
            "could not {v} {w}: connection refused",
            "{num} {ns} pending, limit is {num}",
        ]);
        let logger = logger.trim_start_matches('-');
        writeln!(
            out,
            "{hour:02}:{minute:02}:{:02}.{millis:03} {level} {host} [{logger}] {text}{trace}",
            second % 60
        )?;
    }
    out.push_str("```\n");
    Ok(())
}

fn sql(out: &mut String, prose: &mut Prose<'_>) -> fmt::Result {
    let table = prose.phrase(&["{w}_{ns}", "{n}_{ns}"]).to_lowercase();
    let column = prose.phrase(&["{n}_id", "{w}_id", "{n}_at"]).to_lowercase();
    let state = prose.phrase(&["{a}", "{d}"]).to_lowercase();
    let limit = prose.random.between(10, 5_000);
    out.push_str("\n```sql\n");
    if prose.random.chance(50) {
        writeln!(out, "SELECT {column}, count(*) AS total\nFROM {table}")?;
        writeln!(out, "WHERE status = '{state}' AND updated_at < now() - interval '1 hour'")?;
        writeln!(out, "GROUP BY {column}\nORDER BY total DESC\nLIMIT {limit};")?;
    } else {
        writeln!(out, "UPDATE {table}\nSET status = '{state}'\nWHERE {column} > {limit};")?;
        writeln!(out, "CREATE INDEX CONCURRENTLY {table}_{column}_idx ON {table} ({column});")?;
    }
    out.push_str("```\n");
    Ok(())
}

fn yaml(out: &mut String, prose: &mut Prose<'_>) -> fmt::Result {
    out.push_str("\n```yaml\n");
    let (group, inner) = (lower(prose, "{w}"), lower(prose, "{n}"));
    writeln!(
        out,
        "# {}\n{group}:\n  {inner}:",
        prose.phrase(&["Was {num}", "Since {ver}", "Owned by {team}"])
    )?;
    for _ in 0..prose.random.between(2, 5) {
        let key = lower(prose, "{n}_{n}");
        match prose.random.below(4) {
            0 => writeln!(out, "    {key}: true")?,
            1 => writeln!(out, "    {key}: {}s", prose.random.between(1, 600))?,
            2 => writeln!(out, "    {key}: \"{}\"", lower(prose, "{s}/{w}"))?,
            _ => writeln!(out, "    {key}: {}", prose.random.between(1, 4_096))?,
        }
    }
    out.push_str("```\n");
    Ok(())
}

fn shell(out: &mut String, prose: &mut Prose<'_>) -> fmt::Result {
    let (host, name) = (prose.host(), lower(prose, "{w}"));
    let count = prose.random.between(2, 40);
    out.push_str("\n```sh\n");
    writeln!(out, "# Restart what is stuck, {count} at a time")?;
    writeln!(out, "kubectl -n {name} get pods --field-selector=status.phase!=Running \\")?;
    writeln!(out, "  | awk 'NR > 1 {{ print $1 }}' | head -n {count} \\")?;
    writeln!(out, "  | xargs -r kubectl -n {name} delete pod")?;
    writeln!(out, "ssh {host} 'systemctl status {name} && df -h /var/lib/{name}'\n```")
}

fn json(out: &mut String, prose: &mut Prose<'_>) -> fmt::Result {
    let (kind, reason) = (lower(prose, "{a}_{n}"), lower(prose, "{w} {d} {n}"));
    let status = prose.random.pick(&["500", "502", "503", "504"]);
    let metric = prose.metric();
    let (value, retries) = (prose.random.between(1, 90_000), prose.random.between(0, 8));
    out.push_str("\n```json\n{\n");
    writeln!(out, "  \"status\": {status},\n  \"error\": \"{kind}\",\n  \"reason\": \"{reason}\",")?;
    writeln!(out, "  \"{metric}\": {value},\n  \"retries\": {retries},\n  \"fatal\": false\n}}\n```")
}

fn lower(prose: &mut Prose<'_>, pattern: &'static str) -> String {
    prose.phrase(&[pattern]).to_lowercase()
}
