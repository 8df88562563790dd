/// What steps through a session's page. It only shows and hides what is there, and makes nothing of any text.
enum SessionPageScript {
  static let text = begin + end
  /// The same in a page that is served while its session goes on: a new state of it comes as the data of an event. What
  /// is parsed by itself is never run.
  static let live = begin + news + end

  private static let begin = #"""
    "use strict";
    (() => {
      const root = document.documentElement;
      const all = selector => Array.from(document.querySelectorAll(selector));
      const byId = id => document.getElementById(id);
      let now = 1, last = 1, opening = 1;

      const pick = way => {
        for (const figure of all("#states figure")) figure.classList.toggle("shown", figure.dataset.way === way);
        for (const button of all("#states button")) button.setAttribute("aria-pressed", button.dataset.way === way);
      };

      const scrollInto = (box, item) => {
        if (!box || !item || box.scrollHeight <= box.clientHeight) return;
        const outer = box.getBoundingClientRect(), inner = item.getBoundingClientRect();
        if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top + 40;
        if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + 40;
      };

      const showWays = () => {
        let newest = 0;
        for (const figure of all("#states figure")) {
          const seen = Array.from(figure.querySelectorAll(".way:not(.later)")), end = seen[seen.length - 1];
          for (const way of figure.querySelectorAll(".way")) way.classList.toggle("is", way === end);
          if (!end || Number(end.dataset.at) <= newest) continue;
          newest = Number(end.dataset.at);
          pick(figure.dataset.way);
        }
      };

      const show = step => {
        const sections = all("section.step");
        last = Math.max(1, sections.length);
        now = Math.min(Math.max(step, 1), last);
        for (const section of sections) section.classList.toggle("now", Number(section.dataset.at) === now);
        for (const item of all("#ladder [data-at], #states [data-at]")) {
          const at = Number(item.dataset.at);
          item.classList.toggle("later", at > now);
          item.classList.toggle("current", at === now);
        }
        for (const link of all("#lines a")) {
          if (link.hash === "#step-" + now) link.setAttribute("aria-current", "step");
          else link.removeAttribute("aria-current");
        }
        showWays();
        byId("where").textContent = now + " / " + last;
        byId("first").disabled = byId("back").disabled = now === 1;
        byId("last").disabled = byId("next").disabled = now === last;
        scrollInto(byId("lines"), document.querySelector("#lines [aria-current]"));
        const rows = all("#ladder .current");
        scrollInto(document.querySelector("#ladder .scroll"), rows[rows.length - 1]);
        byId("steps").scrollTop = 0;
      };

      const say = () => {
        const line = document.querySelector("section.now .line"), card = document.querySelector("section.now .card");
        const shown = card ? card.textContent.split("\n")[0] : "";
        byId("status").textContent = now + " / " + last + (line ? ": " + line.textContent + ": " + shown : "");
      };

      const go = step => {
        show(step);
        say();
        history.replaceState(null, "", "#step=" + now + (root.dataset.linked ? "&lang=" + root.lang : ""));
      };

      const speak = language => { root.lang = language === "ko" ? "ko" : "en"; };

      const follow = () => {
        const words = new URLSearchParams(location.hash.slice(1));
        if (words.has("lang")) {
          root.dataset.linked = "yes";
          speak(words.get("lang"));
        }
        show(Number.parseInt(words.get("step"), 10) || opening);
      };

      const moves = {first: () => 1, back: () => now - 1, next: () => now + 1, last: () => last};
      const keys = {ArrowLeft: "back", ArrowRight: "next", Home: "first", End: "last"};
      document.addEventListener("keydown", event => {
        if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !Object.hasOwn(keys, event.key)) return;
        event.preventDefault();
        go(moves[keys[event.key]]());
      });

      document.addEventListener("click", event => {
        const link = event.target.closest("a[href^='#step-']"), button = event.target.closest("button");
        if (link) {
          event.preventDefault();
          go(Number.parseInt(link.hash.slice(6), 10));
        } else if (button && button.dataset.way) {
          pick(button.dataset.way);
        } else if (button && button.id === "language") {
          speak(root.lang === "ko" ? "en" : "ko");
          if (root.dataset.linked) go(now);
        } else if (button && Object.hasOwn(moves, button.id)) {
          go(moves[button.id]());
        }
      });

      let touch = null;
      document.addEventListener("touchstart", event => {
        const wide = event.target.closest(".scroll, pre, table");
        const one = event.touches.length === 1 && !(wide && wide.scrollWidth > wide.clientWidth);
        touch = one ? {x: event.touches[0].clientX, y: event.touches[0].clientY} : null;
      }, {passive: true});
      document.addEventListener("touchend", event => {
        if (!touch) return;
        const dx = event.changedTouches[0].clientX - touch.x, dy = event.changedTouches[0].clientY - touch.y;
        touch = null;
        if (Math.abs(dx) > 60 && Math.abs(dx) > 2 * Math.abs(dy)) go(dx < 0 ? now + 1 : now - 1);
      }, {passive: true});


    """#

  private static let news = #"""
      opening = Infinity;
      const events = new EventSource("events");
      events.addEventListener("message", event => {
        const page = new DOMParser().parseFromString(event.data, "text/html"), wasLast = now === last;
        for (const part of ["header h1", "header p", "main"]) {
          document.querySelector(part).replaceWith(page.querySelector(part));
        }
        document.title = page.title;
        show(wasLast ? Infinity : now);
        if (wasLast) say();
      });
      events.addEventListener("end", () => events.close());


    """#

  private static let end = #"""
      addEventListener("hashchange", follow);
      root.classList.add("stepping");
      follow();
    })();
    """#
}
