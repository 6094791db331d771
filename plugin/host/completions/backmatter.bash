# Completion of backmatter for bash.

_backmatter()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	local command=${COMP_WORDS[1]} words=

	COMPREPLY=()
	# "--to=html" is three words here.
	if [[ $cur == = ]]; then
		cur=
	elif [[ $prev == = ]]; then
		prev=${COMP_WORDS[COMP_CWORD-2]}
	fi
	case $prev in
	-f | --from) words='markdown docbook' ;;
	-t | --to)
		words='html site epub man text jats docbook markdown parts'
		[[ $command == bib ]] && words='csljson bibtex ris nbib html'
		;;
	--dump) words='read metadata pages remarks ids status xref glossary claims evidence readability punctuation cite split disclaimer document a11y' ;;
	--format) words='text json sarif junit github' ;;
	--fail-on) words='error warning info never' ;;
	--color) words='auto always never' ;;
	--with | --root | --data | --style-dir | --locale-dir)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	-o | --output | -b | --bibliography | -s | --style | --library | \
	    --report | --baseline | --write-baseline | --ledger | --proof | \
	    --project | --depfile | --olink-db | --write-olink-db | --links)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--split-level) words='0 1 2 3 4 5 6' ;;
	-l | --lang | --title | --today | -j | --threads | --port | --split-size | --shard) return ;;
	esac
	if [[ -z $words && $cur == -* ]]; then
		words='--from --to --output --style --bibliography --lang
		    --root --project --no-project --dump --lint --proof --depfile --fresh --check --no-check --data
		    --style-dir --locale-dir --today
		    --profile --onix --split-level --split-size --readability --schema --audit
		    --olink-db --write-olink-db --links --format --report --fail-on --baseline
		    --write-baseline --source --no-source --verbose --quiet
		    --no-hints --color --threads --library --rules --help
		    --version'
		[[ $command == bib ]] && words+=' --title'
		[[ $command == build ]] && words+=' --shard --names --with'
		[[ $command == serve ]] && words+=' --port'
		[[ $command == lint ]] && words+=' --ledger'
		[[ $command == check ]] && words+=' --batch --rule --wcag --made-from'
	fi
	if [[ -z $words && $command == explain && $COMP_CWORD -gt 1 ]]; then
		words=$("${COMP_WORDS[0]}" --rules 2>/dev/null |
		    while read -r code _; do printf '%s ' "$code"; done)
	fi
	if [[ -n $words ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
		return
	fi
	compopt -o filenames 2>/dev/null
	mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	if [[ $COMP_CWORD -eq 1 ]]; then
		mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(
		    compgen -W 'init build link serve lint check bib explain' -- "$cur")
	fi
}

complete -F _backmatter backmatter
