// Shows what is new in a page when its site was built again, and what the last
// build found.  It is put into pages by `backmatter serve` only, never into
// files.
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
		if (!was || document.activeElement !== document.body) return;
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
	var news = element("p", "", root, "news");
	news.setAttribute("role", "status");

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

	// ---- the new page ----

	// What only a page that is loaded anew heeds.
	function frame(page) {
		return [page.documentElement.lang, page.documentElement.dir].concat(
			Array.from(page.head.querySelectorAll(
				"link[rel=stylesheet], style, script[src], meta[http-equiv]"),
			function (e) {
				// Checksums in the policy are of data, which no page runs.
				return e.getAttribute("src") === "/-/reload.js" ? "" :
					e.outerHTML.replace(/ 'sha256-[^']*'/g, "");
			})).join("\n");
	}
	var framed = frame(document);

	// Whether an element is the one that is shown, but for what is in it, and
	// for what the reader has unfolded.
	function alike(old, fresh) {
		function attributes(e) {
			return Array.from(e.attributes).filter(function (a) {
				return a.name !== "style" &&
					!(a.name === "open" && e.localName === "details");
			}).map(function (a) { return a.name + "=" + a.value; }).sort().join("\n");
		}
		return old.nodeType === 1 && fresh.nodeType === 1 &&
			old.localName === fresh.localName &&
			attributes(old) === attributes(fresh);
	}

	// The search takes the place of its script.
	function same(old, fresh) {
		return old.isEqualNode(fresh) || (fresh.localName === "script" &&
			old.localName === "form" && old.getAttribute("role") === "search");
	}

	// Scripts run when they are made here, not when they were read.
	function awake(node) {
		var scripts = node.localName === "script" ? [node] :
			node.querySelectorAll ? Array.from(node.querySelectorAll("script")) : [];
		scripts.forEach(function (old) {
			var script = element("script");
			Array.from(old.attributes).forEach(function (a) {
				script.setAttribute(a.name, a.value);
			});
			old.replaceWith(script);
		});
	}

	// Changes what is not the same and nothing else, so that the focus, the
	// place of a screen reader and what was unfolded stay as they are.
	function renew(old, fresh) {
		var a = Array.from(old.childNodes).filter(function (n) {
			return n !== host;
		});
		var b = Array.from(fresh.childNodes), from = 0, end = 0, behind;
		while (from < a.length && from < b.length && same(a[from], b[from])) from++;
		while (end < Math.min(a.length, b.length) - from &&
			same(a[a.length - 1 - end], b[b.length - 1 - end])) end++;
		behind = a[a.length - end] || (host.parentNode === old ? host : null);
		a = a.slice(from, a.length - end);
		b = b.slice(from, b.length - end);
		if (a.length === b.length && a.every(function (n, i) {
			return same(n, b[i]) || alike(n, b[i]);
		})) {
			a.forEach(function (n, i) {
				if (!same(n, b[i])) renew(n, b[i]);
			});
			return;
		}
		a.forEach(function (n) { n.remove(); });
		b.forEach(function (n) {
			old.insertBefore(n, behind);
			awake(n);
		});
	}

	function load() {
		keepFocus();
		location.reload();
	}

	// Takes over the new page; loads it where that is not enough.
	function take() {
		fetch(location.href, {cache: "no-store"}).then(function (answer) {
			return answer.text();
		}).then(function (text) {
			var page = new DOMParser().parseFromString(text, "text/html");
			var script = page.querySelector("script[src='/-/reload.js']");
			if (!script || frame(page) !== framed) return load();
			keepFocus();
			state = script.dataset.state;
			document.title = page.title;
			renew(document.body, page.body);
			giveFocus();
			kept(FOCUS, null);
			news.textContent = "The page has changed.";
			setTimeout(function () { news.textContent = ""; }, 1000);
			connect();
		}).catch(load);
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
		source.addEventListener("reload", function (event) {
			disconnect();
			if (event.data === "words") take();
			else load();
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
