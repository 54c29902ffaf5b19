// Search from a disk. Browsers refuse to start a worker from file://, so there the search runs in a hidden frame
// that answers to the same few calls as a worker does.
(function () {
  "use strict";
  if (location.protocol !== "file:") return;

  class FrameWorker extends EventTarget {
    constructor(url) {
      super();
      const address = new URL(url, document.baseURI).href;
      this.ready = new Promise((resolve, reject) => {
        const frame = document.createElement("iframe");
        frame.hidden = true;
        frame.title = "Tìm kiếm";
        frame.setAttribute("aria-hidden", "true");
        frame.addEventListener("load", () => resolve(this.start(frame, address, reject)), { once: true });
        document.body.appendChild(frame);
      });
    }

    start(frame, address, reject) {
      const scope = frame.contentWindow;
      scope.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      return new Promise((resolve) => {
        const script = scope.document.createElement("script");
        script.onload = () => resolve(scope);
        script.onerror = reject;
        script.src = address;
        scope.document.head.appendChild(script);
      });
    }

    postMessage(data) {
      this.ready.then((scope) => scope.dispatchEvent(new scope.MessageEvent("message", { data })));
    }

    terminate() {}
  }

  window.Worker = FrameWorker;
})();
