# Completion of backmatter for fish.

function __backmatter_codes
    set -l program (commandline -opc)[1]
    $program --rules 2>/dev/null | string replace -r '\s.*' ''
end

complete -c backmatter -n __fish_use_subcommand -a build -d 'Make a site from backmatter.yaml'
complete -c backmatter -n __fish_use_subcommand -a bib -d 'Convert bibliographies'
complete -c backmatter -n __fish_use_subcommand -a explain -d 'Say what a code means'
complete -c backmatter -n '__fish_seen_subcommand_from explain' -f -a '(__backmatter_codes)'

complete -c backmatter -s f -l from -x -a 'markdown docbook' -d 'Format of the input'
complete -c backmatter -n 'not __fish_seen_subcommand_from bib' -s t -l to -x -a 'html site epub docbook man' -d 'Format of the output'
complete -c backmatter -n '__fish_seen_subcommand_from bib' -s t -l to -x -a 'csljson bibtex ris nbib html' -d 'Format of the output'
complete -c backmatter -n '__fish_seen_subcommand_from bib' -l title -x -d 'Title of the page'
complete -c backmatter -s o -l output -r -d 'File, or folder for a site'
complete -c backmatter -s s -l style -r -d 'CSL style: name, id or file'
complete -c backmatter -s b -l bibliography -r -d 'Bibliography'
complete -c backmatter -s l -l lang -x -d 'Language of documents that name none'
complete -c backmatter -l root -x -a '(__fish_complete_directories)' -d 'Folder that the document may read from'
complete -c backmatter -l dump -x -a 'read metadata ids xref glossary claims evidence readability cite disclaimer document a11y' -d 'DocBook tree after a pass'
complete -c backmatter -l lint -d 'Look for claims without a source too'
complete -c backmatter -l data -x -a '(__fish_complete_directories)' -d 'Files in place of the embedded ones'
complete -c backmatter -l style-dir -x -a '(__fish_complete_directories)' -d 'Folder of CSL styles'
complete -c backmatter -l locale-dir -x -a '(__fish_complete_directories)' -d 'Folder of CSL locales'
complete -c backmatter -l today -x -d 'Date that expiry is measured against'
complete -c backmatter -l format -x -a 'text json' -d 'Form of the report'
complete -c backmatter -l fail-on -x -a 'error warning info never' -d 'Level that gives exit status 1'
complete -c backmatter -l readability -d 'How hard each section is to read'
complete -c backmatter -s v -l verbose -d 'Info findings too'
complete -c backmatter -s q -l quiet -d 'Errors only, no progress'
complete -c backmatter -l no-hints -d 'Findings without what to do'
complete -c backmatter -l color -x -a 'auto always never' -d 'Color of the report'
complete -c backmatter -s j -l threads -x -d 'Threads to use'
complete -c backmatter -l library -r -d 'The backmatter.so to use'
complete -c backmatter -l rules -d 'List every finding there is'
complete -c backmatter -s h -l help -d 'Help'
complete -c backmatter -s V -l version -d 'Version'
