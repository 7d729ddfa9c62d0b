//! `pmsite init`.

use super::args::Init;
use super::today::today;
use super::write_new::write_new;
use super::{Failure, Terminal, Verdict};
use crate::scaffold;

pub(super) fn run(args: &Init, terminal: Terminal) -> Result<Verdict, Failure> {
    let title = args.title.as_deref().unwrap_or("Postmortems");
    let files = scaffold::project(title, today()?, args.github);
    // All or nothing: a folder that holds one of the files is somebody's project.
    for file in &files {
        let path = args.folder.join(&file.path);
        if path.symlink_metadata().is_ok() && file.path != ".gitignore" {
            return Err(format!("`{}` exists already; nothing was written", path.display()).into());
        }
    }
    for file in &files {
        let path = args.folder.join(&file.path);
        if file.path == ".gitignore" && path.exists() {
            terminal.say(format_args!("kept `{}`: add `/public` to it", path.display()));
            continue;
        }
        write_new(&path, &file.text)?;
        terminal.say(format_args!("wrote `{}`", path.display()));
    }
    let place = if args.folder.as_os_str() == "." {
        String::new()
    } else {
        format!("cd {} && ", args.folder.display())
    };
    terminal.say(format_args!("next: {place}pmsite serve --watch"));
    Ok(Verdict::Fine)
}
