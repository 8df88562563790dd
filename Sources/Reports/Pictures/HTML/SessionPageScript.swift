/// What steps through a session's page. It only shows and hides what is there, and makes nothing of any text.
enum SessionPageScript {
  static let text = #"""
    "use strict";
    (() => {
      const root = document.documentElement;
      const all = selector => Array.from(document.querySelectorAll(selector));
      const byId = id => document.getElementById(id);
      const steps = all("section.step"), last = steps.length;
      const timed = all("#ladder [data-at], #states [data-at]");
      const links = all("#lines a"), figures = all("#states figure"), picks = all("#states button");
      let now = 1;

      const pick = way => {
        for (const figure of figures) figure.classList.toggle("shown", figure.dataset.way === way);
        for (const button of picks) button.setAttribute("aria-pressed", button.dataset.way === way);
      };

      const scrollInto = (box, item) => {
        if (!box || !item || box.scrollHeight <= box.clientHeight) return;
        const outer = box.getBoundingClientRect(), inner = item.getBoundingClientRect();
        if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top + 40;
        if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + 40;
      };

      const show = step => {
        now = Math.min(Math.max(step, 1), last);
        for (const section of steps) section.classList.toggle("now", Number(section.dataset.at) === now);
        for (const item of timed) {
          const at = Number(item.dataset.at);
          item.classList.toggle("later", at > now);
          item.classList.toggle("current", at === now);
        }
        for (const link of links) {
          if (link.hash === "#step-" + now) link.setAttribute("aria-current", "step");
          else link.removeAttribute("aria-current");
        }
        let newest = 0;
        for (const figure of figures) {
          const seen = Array.from(figure.querySelectorAll(".way:not(.later)")), last = seen[seen.length - 1];
          for (const way of figure.querySelectorAll(".way")) way.classList.toggle("is", way === last);
          if (!last || Number(last.dataset.at) <= newest) continue;
          newest = Number(last.dataset.at);
          pick(figure.dataset.way);
        }
        byId("where").textContent = now + " / " + last;
        byId("first").disabled = byId("back").disabled = now === 1;
        byId("last").disabled = byId("next").disabled = now === last;
        scrollInto(byId("lines"), document.querySelector("#lines [aria-current]"));
        const rows = all("#ladder .current");
        scrollInto(document.querySelector("#ladder .scroll"), rows[rows.length - 1]);
        byId("steps").scrollTop = 0;
      };

      const say = () => {
        const line = document.querySelector("section.step.now .line"), card = document.querySelector("section.step.now .card");
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
        show(Number.parseInt(words.get("step"), 10) || 1);
      };

      const moves = {ArrowLeft: () => now - 1, ArrowRight: () => now + 1, Home: () => 1, End: () => last};
      document.addEventListener("keydown", event => {
        if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !Object.hasOwn(moves, event.key)) return;
        event.preventDefault();
        go(moves[event.key]());
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

      byId("first").addEventListener("click", () => go(1));
      byId("back").addEventListener("click", () => go(now - 1));
      byId("next").addEventListener("click", () => go(now + 1));
      byId("last").addEventListener("click", () => go(last));
      byId("language").addEventListener("click", () => {
        speak(root.lang === "ko" ? "en" : "ko");
        if (root.dataset.linked) go(now);
      });
      for (const button of picks) button.addEventListener("click", () => pick(button.dataset.way));
      document.addEventListener("click", event => {
        const link = event.target.closest("a[href^='#step-']");
        if (!link) return;
        event.preventDefault();
        go(Number.parseInt(link.hash.slice(6), 10));
      });
      addEventListener("hashchange", follow);

      root.classList.add("stepping");
      if (picks.length > 0) pick("0");
      follow();
    })();
    """#
}
