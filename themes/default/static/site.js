// Light, dark or as the system has it. Runs before the page is drawn, so that nothing flashes.
(function () {
  "use strict";
  var root = document.documentElement;
  var key = "pmsite-scheme";
  var initial = root.getAttribute("data-theme") || "auto";

  function stored() {
    try {
      var value = localStorage.getItem(key);
      return value === "light" || value === "dark" || value === "auto" ? value : initial;
    } catch (_) {
      return initial;
    }
  }

  function apply(scheme) {
    if (scheme === "auto") {
      root.removeAttribute("data-theme");
    } else {
      root.setAttribute("data-theme", scheme);
    }
  }

  var scheme = stored();
  apply(scheme);

  // "/" goes to the search field from anywhere, except from where text is typed.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
      return;
    }
    var from = event.target;
    if (from.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(from.tagName)) {
      return;
    }
    var field = document.querySelector("[role=search] [name=q]");
    if (field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });

  document.addEventListener("DOMContentLoaded", function () {
    var button = document.getElementById("pm-scheme");
    if (button) {
      var order = ["auto", "light", "dark"];
      button.hidden = false;
      button.textContent = button.dataset[scheme];
      button.addEventListener("click", function () {
        scheme = order[(order.indexOf(scheme) + 1) % order.length];
        apply(scheme);
        button.textContent = button.dataset[scheme];
        try {
          localStorage.setItem(key, scheme);
        } catch (_) {
          // Without storage the choice holds for this page.
        }
      });
    }
    if (!navigator.clipboard) {
      return;
    }
    document.querySelectorAll(".body pre").forEach(function (block) {
      var holder = document.createElement("div");
      holder.className = "copy-holder";
      block.parentNode.insertBefore(holder, block);
      holder.appendChild(block);
      var copy = document.createElement("button");
      copy.type = "button";
      copy.className = "copy";
      copy.textContent = document.body.dataset.copy;
      copy.addEventListener("click", function () {
        navigator.clipboard.writeText(block.textContent).then(function () {
          copy.textContent = document.body.dataset.copied;
          setTimeout(function () {
            copy.textContent = document.body.dataset.copy;
          }, 1500);
        });
      });
      holder.appendChild(copy);
    });
  });
})();
