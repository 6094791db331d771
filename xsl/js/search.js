/* Search in a site without a server.  The form is made here, so that a page
   without scripts has none; the index is loaded when somebody uses it. */
(() => {
	'use strict';
	const here = document.currentScript;
	const { root, label, button, none } = here.dataset;
	const plural = new Intl.PluralRules(here.dataset.lang);
	const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]/u;
	let index = null, asked = false;

	const make = (name, attributes = {}, ...inside) => {
		const el = document.createElement(name);
		for (const [key, value] of Object.entries(attributes)) el.setAttribute(key, value);
		el.append(...inside);
		return el;
	};
	const input = make('input', { id: 'search-words', type: 'search', autocomplete: 'off', spellcheck: 'false' });
	const form = make('form', { class: 'search', role: 'search' },
		make('label', { class: 'visually-hidden', for: 'search-words' }, label),
		input, make('button', { type: 'submit' }, button));
	const said = make('p', { role: 'status' });
	const list = make('ol');
	const box = make('div', { class: 'search-results' }, said, list);
	here.replaceWith(form);
	form.append(box);

	/* As the index was made: see plugin/write/search.c. */
	const wordsOf = text => {
		const words = [];
		const small = text.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase().replace(/ς/g, 'σ');
		for (const run of small.match(/[\p{L}\p{Nd}]+/gu) || []) {
			let word = '', before = '', alone = false;
			for (const c of run) {
				if (dense.test(c)) {
					if (word) words.push(word);
					word = '';
					if (before) words.push(before + c);
					alone = !before;
					before = c;
				} else {
					if (alone) words.push(before);
					before = '';
					alone = false;
					word += c;
				}
			}
			if (alone) words.push(before);
			if (word) words.push(word);
		}
		return words;
	};

	/* Page number to weight, for the words that begin so. */
	const pagesOf = word => {
		const found = new Map();
		let low = 0, high = index.words.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (index.words[middle] < word) low = middle + 1; else high = middle;
		}
		for (; low < index.words.length && index.words[low].startsWith(word); low++) {
			const [name, ...pages] = index.words[low].split(' ');
			for (const page of pages) {
				/* "12!b": page 12, in its title, and more than once. */
				const [, digits, place, times] = page.match(/(\d+)([*!]?)(\w?)/);
				const weight = ({ '!': 16, '*': 8 }[place] || 2) + ' bcd'.indexOf(times || ' ');
				const number = Number(digits);
				found.set(number, Math.max(found.get(number) || 0, name === word ? 2 * weight : weight));
			}
		}
		return found;
	};

	/* Pages with all the words, the heaviest first. */
	const search = words => {
		let all = null;
		words.forEach(word => {
			const found = pagesOf(word);
			all = all === null ? found
				: new Map([...all].filter(([n]) => found.has(n)).map(([n, w]) => [n, w + found.get(n)]));
		});
		return [...all || []].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([n]) => index.pages[n]);
	};

	const show = () => {
		const words = wordsOf(input.value);
		list.replaceChildren();
		said.textContent = '';
		box.classList.toggle('open', words.length > 0 && index !== null);
		if (!words.length || index === null) return;
		const pages = search(words);
		const found = here.dataset['found' + plural.select(pages.length).replace(/^./, c => c.toUpperCase())]
			|| here.dataset.foundOther;
		said.textContent = pages.length ? found.replace('{1}', pages.length) : none;
		for (const [address, title, book, lang, about] of pages.slice(0, 50)) {
			const item = make('li', { lang }, make('a', { href: root + address }, title));
			if (book) item.append(' ', make('span', { class: 'book' }, book));
			if (about) item.append(make('p', {}, about));
			list.append(item);
		}
	};

	const load = () => {
		if (asked) return;
		asked = true;
		window.backmatterSearch = data => {
			index = { pages: data.pages, words: data.words.split('\n') };
			show();
		};
		document.head.append(make('script', { src: root + 'js/index.js' }));
	};

	let timer;
	input.addEventListener('focus', load);
	input.addEventListener('input', () => { load(); clearTimeout(timer); timer = setTimeout(show, 150); });
	form.addEventListener('submit', event => {
		event.preventDefault();
		show();
		const first = list.querySelector('a');
		if (first) first.focus();
	});
	form.addEventListener('keydown', event => {
		if (event.key !== 'Escape' || !box.classList.contains('open')) return;
		event.preventDefault();
		box.classList.remove('open');
		input.focus();
	});
	document.addEventListener('click', event => { if (!form.contains(event.target)) box.classList.remove('open'); });
})();
