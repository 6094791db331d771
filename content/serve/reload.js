// Shows a page anew when its site was built anew, and what the last build
// found.  It is put into pages by `backmatter serve` only, never into files.
(function () {
	"use strict";
	var state = document.currentScript.dataset.state;
	var source = null, alone = 0;
	var FOCUS = "backmatter-focus", FOLDED = "backmatter-folded";

	function kept(key, value) {
		try {
			if (value === undefined) return sessionStorage.getItem(key);
			if (value === null) sessionStorage.removeItem(key);
			else sessionStorage.setItem(key, value);
		} catch (e) { /* no room for it, no harm */ }
		return null;
	}

	// ---- where the reader is ----

	// The focus goes back to the same place in the new page.
	function keepFocus() {
		var at = document.activeElement, n;
		if (!at || at === document.body || at === host) return;
		n = Array.prototype.indexOf.call(
			document.getElementsByTagName(at.tagName), at);
		kept(FOCUS, JSON.stringify([location.pathname, at.tagName, n]));
	}

	function giveFocus() {
		var was = kept(FOCUS), at;
		if (!was) return;
		kept(FOCUS, null);
		was = JSON.parse(was);
		at = was[0] === location.pathname &&
			document.getElementsByTagName(was[1])[was[2]];
		if (at) at.focus({preventScroll: true});
	}

	// ---- the findings ----

	function element(name, text, parent, className) {
		var e = document.createElement(name);
		if (text) e.textContent = text;
		if (className) e.className = className;
		if (parent) parent.appendChild(e);
		return e;
	}

	function count(n, word) {
		return n + " " + word + (n === 1 ? "" : "s");
	}

	var host = element("div");
	host.lang = "en";
	host.dir = "ltr";
	var root = host.attachShadow({mode: "open"});
	var style = element("link", "", root);
	style.rel = "stylesheet";
	style.href = "/-/reload.css";
	var bar = element("section", "", root, "bar");
	bar.setAttribute("aria-label", "Findings of the last build");
	var line = element("div", "", bar, "line");
	// What appears in these is read out: at once, or when there is time.
	var alarm = element("p", "", line);
	alarm.setAttribute("role", "alert");
	var status = element("p", "", line);
	status.setAttribute("role", "status");
	var button = element("button", "", line);
	button.type = "button";
	button.setAttribute("aria-controls", "list");
	var list = element("ul", "", bar);
	list.id = "list";
	list.setAttribute("role", "list");

	function room() {
		var fixed = getComputedStyle(bar).position === "fixed";
		var high = bar.classList.contains("shown") && fixed ?
			bar.offsetHeight + "px" : "";
		document.documentElement.style.scrollPaddingBottom = high;
		document.body.style.marginBottom = high;
	}

	function fold(folded) {
		list.hidden = folded;
		button.setAttribute("aria-expanded", String(!folded));
		button.textContent = folded ? "Show findings" : "Hide findings";
		// What scrolls must be reached by the keyboard.
		if (folded) bar.removeAttribute("tabindex");
		else bar.tabIndex = 0;
		room();
	}

	button.addEventListener("click", function () {
		fold(!list.hidden);
		kept(FOLDED, list.hidden ? "yes" : "no");
	});
	bar.addEventListener("keydown", function (event) {
		if (event.key !== "Escape" || list.hidden) return;
		fold(true);
		kept(FOLDED, "yes");
		button.focus();
	});

	function finding(f) {
		var li = element("li", "", list, f.severity), p = element("p", "", li);
		element("span", f.severity.charAt(0).toUpperCase() +
			f.severity.slice(1), p, "severity");
		p.appendChild(document.createTextNode(": " + f.message + " "));
		element("span", "[" + f.code + "]", p, "code");
		if (f.file)
			element("p", f.file + (f.line ? ", line " + f.line : "") +
				(f.column ? ", character " + f.column : ""), li, "place");
		if (f.hint) element("p", f.hint, li);
	}

	function say(loud, quiet) {
		if (alarm.textContent !== loud) alarm.textContent = loud;
		if (status.textContent !== quiet) status.textContent = quiet;
		bar.classList.toggle("shown", Boolean(loud || quiet));
	}

	function show(found) {
		var sum = [], folded = kept(FOLDED);
		if (found.errors) sum.push(count(found.errors, "error"));
		if (found.warnings) sum.push(count(found.warnings, "warning"));
		sum = sum.join(", ");
		list.textContent = "";
		found.list.forEach(finding);
		if (found.more)
			element("li", count(found.more, "more finding") +
				" in the terminal.", list);
		button.hidden = !found.list.length;
		say(found.failed ? "The new text cannot be built" +
			(sum ? ": " + sum : "") + "." : "",
			found.failed || !sum ? "" : sum + " found");
		fold(folded ? folded === "yes" : !found.failed);
	}

	// ---- the stream ----

	function connect() {
		if (source || document.hidden) return;
		source = new EventSource("/-/events?state=" + encodeURIComponent(state));
		source.addEventListener("open", function () {
			clearTimeout(alone);
		});
		source.addEventListener("error", function () {
			clearTimeout(alone);
			alone = setTimeout(function () {
				list.textContent = "";
				button.hidden = true;
				say("", "The server has ended; this page does not change any more.");
				room();
			}, 2000);
		});
		source.addEventListener("found", function (event) {
			show(JSON.parse(event.data));
		});
		source.addEventListener("reload", function () {
			disconnect();
			keepFocus();
			location.reload();
		});
	}

	// Browsers have six connections to a server: pages behind others need none.
	function disconnect() {
		clearTimeout(alone);
		if (source) source.close();
		source = null;
	}

	document.addEventListener("visibilitychange", function () {
		if (document.hidden) disconnect();
		else connect();
	});
	addEventListener("pagehide", disconnect);
	addEventListener("pageshow", connect);
	style.addEventListener("load", room);
	new ResizeObserver(room).observe(bar);
	document.body.appendChild(host);
	giveFocus();
	connect();
})();
