// The newest turn stays in view while it grows, unless the reader has scrolled up from where it was put.
(() => {
  let turns = 0;
  let put = 0;
  new MutationObserver(() => {
    const box = document.getElementById("conversation");
    if (!box) return;
    const shown = box.querySelectorAll(".turn");
    const fresh = shown.length > turns;
    turns = shown.length;
    if (fresh) {
      shown[turns - 1].scrollIntoView({ block: "nearest" });
      document.getElementById("right").scrollTo({ top: 0 });
    }
    const atEnd = box.scrollHeight - box.clientHeight - box.scrollTop < 4;
    if (fresh || atEnd || box.scrollTop >= put - 4) {
      box.scrollTop = box.scrollHeight;
      put = box.scrollTop;
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
})();
