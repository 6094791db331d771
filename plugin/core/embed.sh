#!/bin/sh
# Writes assembler that embeds the given files and the table bm_resources of
# them, sorted by path (see core/data.h).  content/X is known as X.
set -eu
list=$(for f in "$@"; do printf '%s %s\n' "${f#content/}" "$f"; done | LC_ALL=C sort)

echo '	.section .rodata'
i=0
printf '%s\n' "$list" | while read -r name file; do
	[ -n "$name" ] || continue
	printf 'name%d:\n\t.string "%s"\n' "$i" "$name"
	printf 'begin%d:\n\t.incbin "%s"\nend%d:\n\t.byte 0\n' "$i" "$file" "$i"
	i=$((i + 1))
done
cat <<'ASM'
	.section .data.rel.ro.local,"aw"
	.balign 8
	.globl bm_resources
	.hidden bm_resources
	.type bm_resources, %object
bm_resources:
ASM
i=0
printf '%s\n' "$list" | while read -r name file; do
	[ -n "$name" ] || continue
	printf '\t.quad name%d, begin%d, end%d\n' "$i" "$i" "$i"
	i=$((i + 1))
done
printf '\t.quad 0, 0, 0\n\t.size bm_resources, .-bm_resources\n'
printf '\t.section .note.GNU-stack,"",%%progbits\n'
