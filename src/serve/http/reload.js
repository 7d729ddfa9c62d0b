// Keeps a tab of the preview up to date. Only the preview's server adds this; no build has it.
(function () {
  "use strict";
  var script = document.currentScript;
  var page = script.dataset.page;
  var etag = script.dataset.etag;
  var scrollKey = "pmsite-scroll:" + location.pathname;
  var source = null;
  var overlay = null;
  var hidden = null;

  // A tab that nobody sees lets go of its connection: a browser has few for each server. It catches
  // up when it is seen again, because it says which bytes it has.
  function connect() {
    if (source || document.visibilityState === "hidden") {
      return;
    }
    var query = "page=" + encodeURIComponent(page) + "&etag=" + encodeURIComponent(etag);
    source = new EventSource("/_pmsite/events?" + query);
    source.addEventListener("reload", reload);
    source.addEventListener("styles", function (event) {
      restyle(JSON.parse(event.data));
    });
    source.addEventListener("problem", function (event) {
      show(JSON.parse(event.data));
    });
    source.addEventListener("mended", close);
    source.onerror = function () {
      // The browser tries again by itself, unless the answer was a refusal.
      if (source && source.readyState === EventSource.CLOSED) {
        disconnect();
        setTimeout(connect, 1000);
      }
    };
  }

  function disconnect() {
    if (source) {
      source.close();
      source = null;
    }
  }

  function reload() {
    disconnect();
    try {
      sessionStorage.setItem(scrollKey, String(window.scrollY));
    } catch (_) {
      // Without storage the browser remembers where we were, most often.
    }
    location.reload();
  }

  function scrollBack() {
    try {
      var y = sessionStorage.getItem(scrollKey);
      sessionStorage.removeItem(scrollKey);
      if (y !== null && !location.hash) {
        window.scrollTo(0, Number(y));
      }
    } catch (_) {
      // As above.
    }
  }

  // New style sheets stand beside the old ones until they are there, so that nothing flashes.
  function restyle(change) {
    etag = change.etag;
    var old = Array.prototype.slice.call(document.querySelectorAll("head link[rel=stylesheet]"));
    var waiting = change.styles.length;
    var last = old[old.length - 1];
    change.styles.forEach(function (href) {
      var link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = change.fresh === null ? href : href + "?fresh=" + change.fresh;
      link.onload = link.onerror = function () {
        waiting -= 1;
        if (waiting === 0) {
          old.forEach(function (gone) {
            gone.remove();
          });
        }
      };
      document.head.insertBefore(link, last ? last.nextSibling : null);
      last = link;
    });
    // The next connection has to say which bytes it has now.
    disconnect();
    connect();
  }

  function element(name, text) {
    var made = document.createElement(name);
    made.textContent = text || "";
    return made;
  }

  // Everything in here is set as text: what stands in a file is never read as HTML.
  function show(problem) {
    var was = hidden;
    close();
    overlay = document.createElement("div");
    overlay.id = "pmsite-overlay";
    var root = overlay.attachShadow({ mode: "open" });
    var style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/_pmsite/overlay.css";
    root.appendChild(style);
    var box = document.createElement("section");
    box.setAttribute("role", "alert");
    box.setAttribute("aria-label", "The preview is behind its files");
    box.appendChild(element("h2", "Not up to date: " + problem.summary));
    var hide = element("button", "Hide");
    hide.type = "button";
    hide.addEventListener("click", conceal);
    box.appendChild(hide);
    box.appendChild(element("pre", problem.text));
    box.appendChild(element("p", "This is the last site that was right. It goes on by itself once the files are mended."));
    root.appendChild(box);
    var badge = element("button", problem.summary);
    badge.type = "button";
    badge.hidden = true;
    badge.className = "badge";
    badge.addEventListener("click", function () {
      hidden = null;
      box.hidden = false;
      badge.hidden = true;
      hide.focus();
    });
    root.appendChild(badge);
    document.documentElement.appendChild(overlay);
    overlay.conceal = function () {
      hidden = problem.text;
      box.hidden = true;
      badge.hidden = false;
    };
    // Whoever hid it need not hide the same again.
    if (was === problem.text) {
      overlay.conceal();
    }
  }

  function conceal() {
    if (overlay) {
      overlay.conceal();
    }
  }

  function close() {
    if (overlay) {
      overlay.remove();
      overlay = null;
    }
    hidden = null;
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && overlay && hidden === null) {
      conceal();
    }
  });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") {
      disconnect();
    } else {
      connect();
    }
  });
  window.addEventListener("pagehide", disconnect);
  window.addEventListener("pageshow", connect);
  scrollBack();
  connect();
})();
