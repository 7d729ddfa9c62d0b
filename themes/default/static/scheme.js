// The scheme that the reader chose. Asked for before the style sheet and smaller than it, so that it is
// here when the page is first drawn; it is not waited for, and at worst a frame shows the other scheme.
try {
  const chosen = localStorage.getItem("pmsite-scheme");
  const root = document.documentElement;
  if (chosen === "auto") delete root.dataset.theme;
  else if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
} catch {
  // Without storage nothing was chosen.
}
