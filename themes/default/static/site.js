// What every page can do beyond being read: schemes, zones, shortcuts, copying, and contents that
// follow. Runs when the page is there; each part looks for its own elements and does without.
// What is said stands in the templates.
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  // Without storage a choice holds for its page.
  const recall = (key) => {
    try {
      return localStorage.getItem("pmsite-" + key);
    } catch {
      return null;
    }
  };
  const keep = (key, value) => {
    try {
      localStorage.setItem("pmsite-" + key, value);
    } catch {
      // See above.
    }
  };

  function schemeButton() {
    const button = document.getElementById("pm-scheme");
    if (!button) return () => {};
    const schemes = ["auto", "light", "dark"];
    // What `scheme.js` puts on, which may come after this; without a choice it is the site's own.
    let scheme = recall("scheme");
    if (!schemes.includes(scheme)) scheme = root.dataset.theme ?? "auto";
    const tell = () => {
      button.dataset.scheme = scheme;
      button.title = button.dataset[scheme];
      button.firstElementChild.textContent = button.dataset[scheme];
    };
    button.onclick = () => {
      scheme = schemes[(schemes.indexOf(scheme) + 1) % schemes.length];
      if (scheme === "auto") delete root.dataset.theme;
      else root.dataset.theme = scheme;
      tell();
      keep("scheme", scheme);
    };
    tell();
    return button.onclick;
  }

  // Times, as their authors wrote them, as the reader's clock shows them, or in UTC. Only moments
  // with a clock and an offset move; days stay what they are.
  function zones() {
    const box = document.querySelector("[data-zones]");
    if (!box) return () => {};
    const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    const choices = all("input", box);
    const named = box.querySelector("[data-zone-own]");
    named.textContent = named.dataset.zoneOwn.replace("{zone}", own);
    const has = /T.*(Z|[+-]\d\d:\d\d)$/;
    const times = all(".postmortem time[datetime]").filter((time) => has.test(time.dateTime) && !time.closest(".body"));
    const drawn = all(".tl [data-at]");
    const labels = all("[data-zone]");
    // What a dot tells stands in its title.
    const holder = (each) => (each.matches("circle") ? each.firstElementChild : each);
    const first = new Map([...times, ...labels, ...drawn].map((each) => [each, holder(each).textContent]));
    const table = all(".events .when");
    let added = [];

    // Day and clock of a moment, written as the page writes them.
    const { day: dayForm, moment: momentForm, months } = box.dataset;
    const names = months.split("|");
    const fill = (form, values) => form.replace(/\{(\w+)\}/g, (_, slot) => values[slot]);
    const forms = (timeZone) => {
      const number = (unit) => [unit, "2-digit"];
      const units = Object.fromEntries(["day", "hour", "minute", "second"].map(number));
      const clock = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "numeric", hourCycle: "h23", ...units });
      return (text) => {
        const part = Object.fromEntries(clock.formatToParts(new Date(text)).map(({ type, value }) => [type, value]));
        const day = fill(dayForm, { day: Number(part.day), month: names[part.month - 1], year: part.year });
        return [day, [part.hour, part.minute, ...(/:00([+-]|Z)/.test(text) ? [] : [part.second])].join(":")];
      };
    };

    const restore = () => {
      for (const [each, text] of first) holder(each).textContent = text;
      for (const day of all(".events .day")) day.textContent = day.dataset.was ?? day.textContent;
      for (const each of added) each.remove();
      added = [];
    };

    // In the table a day stands where it changes.
    const rows = (told) => {
      let last;
      for (const cell of table) {
        const time = cell.querySelector("time");
        if (!time || !has.test(time.dateTime)) continue;
        const [day, clock] = told(time.dateTime);
        let head = cell.querySelector(".day");
        if (!head && day !== last) {
          head = document.createElement("span");
          head.className = "day";
          time.before(head, " ");
          added.push(head);
        }
        if (head) {
          head.dataset.was ??= head.textContent;
          head.textContent = day === last ? "" : day;
        }
        time.textContent = clock;
        last = day;
      }
    };

    const drawing = (told) => {
      let last;
      for (const each of drawn) {
        const [day, clock] = told(each.dataset.at);
        if (each.matches(".tl-day")) {
          each.textContent = "";
        } else if (each.matches("circle")) {
          holder(each).textContent = first.get(each).replace(/^[\d:]+/, clock);
        } else if (each.matches(".tl-tick")) {
          // Ticks that are days apart name days.
          each.textContent = /:/.test(first.get(each)) ? clock : day;
          if (/:/.test(first.get(each)) && day !== last) {
            const head = each.cloneNode();
            head.classList.add("tl-day");
            head.textContent = day;
            head.setAttribute("y", Number(each.getAttribute("y")) + 15);
            each.after(head);
            added.push(head);
          }
          last = day;
        } else {
          each.textContent = clock;
        }
      }
    };

    const show = (choice) => {
      restore();
      keep("zone", choice);
      if (choice === "incident") return;
      const zone = choice === "utc" ? "UTC" : own;
      const told = forms(zone);
      let near, last;
      for (const time of times) {
        const [day, clock] = told(time.dateTime);
        time.textContent = time.parentElement === near && day === last ? clock : fill(momentForm, { day, time: clock });
        near = time.parentElement;
        last = day;
      }
      rows(told);
      drawing(told);
      for (const label of labels) label.textContent = zone;
    };

    for (const choice of choices) choice.onchange = () => show(choice.value);
    const chosen = choices.find((choice) => choice.value === recall("zone"));
    if (chosen && chosen !== choices[0]) {
      chosen.checked = true;
      show(chosen.value);
    }
    return () => {
      const next = choices[(choices.findIndex((choice) => choice.checked) + 1) % choices.length];
      next.checked = true;
      show(next.value);
    };
  }

  // One key or two in a row. Who types text, or has them switched off, is left alone.
  function shortcuts(does) {
    const sheet = document.getElementById("pm-keys");
    if (!sheet) return;
    const keys = new Map(all("[data-keys]", sheet).map((row) => [row.dataset.keys, row.dataset]));
    const lever = sheet.querySelector("[data-keys-switch]");
    const open = () => {
      if (!sheet.open) sheet.showModal();
    };
    lever.checked = recall("keys") !== "off";
    lever.onchange = () => keep("keys", lever.checked ? "on" : "off");
    // A click beside the sheet closes it.
    sheet.addEventListener("click", (event) => {
      if (event.target === sheet) sheet.close();
    });
    for (const button of all("[data-keys-open]")) button.onclick = open;
    const act = ({ do: what, go, follow }) => {
      if (go !== undefined) location.assign(go || ".");
      else if (follow) document.querySelector(`a[rel=${follow}]`)?.click();
      else if (what === "help") open();
      else does[what]?.();
    };
    let before = "";
    let since = 0;
    document.addEventListener("keydown", (event) => {
      const { key, target } = event;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (!lever.checked || sheet.open || key.length > 1 || target.isContentEditable) return;
      if (/^(TEXTAREA|SELECT)$/.test(target.tagName) || (target.tagName === "INPUT" && target.type !== "radio" && target.type !== "checkbox")) return;
      const pair = event.timeStamp - since < 1500 ? before + " " + key : "";
      const found = keys.get(pair) ?? keys.get(key);
      [before, since] = found ? ["", 0] : [key, event.timeStamp];
      if (!found) return;
      event.preventDefault();
      act(found);
    });
  }

  function search() {
    const field = document.querySelector("[role=search] [name=q]");
    field?.focus();
    field?.select();
  }

  function copying() {
    const template = document.getElementById("pm-copy");
    if (!template || !navigator.clipboard) return;
    for (const block of all(".body pre")) {
      const holder = document.createElement("div");
      holder.className = "copy-holder";
      block.replaceWith(holder);
      const copy = template.content.firstElementChild.cloneNode(true);
      const told = copy.textContent;
      const text = block.textContent;
      holder.append(block, copy);
      copy.onclick = async () => {
        await navigator.clipboard.writeText(text);
        copy.textContent = copy.dataset.done;
        setTimeout(() => (copy.textContent = told), 1500);
      };
    }
  }

  // The contents stand open where there is room beside the text, and mark what is being read.
  function contents() {
    const box = document.querySelector(".toc details");
    if (!box) return;
    const beside = matchMedia("(min-width: 60rem)");
    const fit = () => (box.open = beside.matches);
    beside.onchange = fit;
    fit();
    const links = all("a", box);
    const heads = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    box.addEventListener("click", (event) => {
      if (event.target.closest("a") && !beside.matches) box.open = false;
    });
    let waiting = false;
    const mark = () => {
      waiting = false;
      const line = innerHeight / 3;
      let at = -1;
      let best = -Infinity;
      heads.forEach((head, index) => {
        const top = head?.getBoundingClientRect().top;
        if (top <= line && top > best) [at, best] = [index, top];
      });
      links.forEach((link, index) => {
        if (index !== at) return link.removeAttribute("aria-current");
        if (link.ariaCurrent) return;
        link.setAttribute("aria-current", "true");
        const list = box.parentElement;
        // Scrolls the list and never the page.
        if (beside.matches) list.scrollTop = link.offsetTop - list.clientHeight / 2;
      });
    };
    addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(mark);
    }, { passive: true });
    mark();
  }

  shortcuts({ search, scheme: schemeButton(), zone: zones() });
  copying();
  contents();
})();
