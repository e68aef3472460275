/** The script that fish reads: ~/.config/fish/completions/panka.fish. */
export const FISH = String.raw`# fish completion of panka: panka completions fish | source
function __panka_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l paths :none
    for reply in (panka __complete -- $before[2..-1] "$current" 2>/dev/null)
        switch $reply
            case ':*'
                set paths $reply
            case '*'
                string trim --right --chars=\t -- $reply
        end
    end
    switch $paths
        case :files
            __fish_complete_path "$current"
        case :folders
            __fish_complete_directories "$current"
    end
end
complete -c panka -f -a '(__panka_complete)'
`;
