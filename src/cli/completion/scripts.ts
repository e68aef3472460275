/** The script that bash reads. Works with and without the bash-completion package. In it, "@{" stands for what a template would fill in. */
const BASH = String.raw`# bash completion of panka: source <(panka completions bash)
_panka_complete() {
  local line=@{COMP_LINE:0:COMP_POINT} reply value about open paths=:none cur prefix=
  local -a words
  # bash splits words at : and =, which are parts of ours.
  read -r -a words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  cur=@{words[-1]}
  [[ $COMP_WORDBREAKS == *:* && $cur == *:* ]] && prefix=@{cur%"@{cur##*:}"}
  [[ $COMP_WORDBREAKS == *=* && $cur == *=* ]] && prefix=@{cur%"@{cur##*[:=]}"}
  COMPREPLY=()
  compopt +o nospace 2>/dev/null
  while IFS= read -r reply; do
    case $reply in
      :*) paths=$reply; continue ;;
    esac
    value=@{reply%%$'\t'*}
    [[ $reply == *$'\t' && $reply == *$'\t'*$'\t' ]] && open=1
    COMPREPLY+=("@{value#"$prefix"}")
  done < <(panka __complete -- "@{words[@]:1}" 2>/dev/null)
  case $paths in
    :files) compopt -o filenames 2>/dev/null
      while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "@{cur##*=}") ;;
    :folders) compopt -o filenames 2>/dev/null
      while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -d -- "@{cur##*=}") ;;
  esac
  [[ -n $open ]] && compopt -o nospace 2>/dev/null
  return 0
}
complete -F _panka_complete panka
`.replaceAll("@{", "${");

/** The script that zsh reads, from a file called _panka on its fpath or through source. In it, "@{" stands for what a template would fill in. */
const ZSH = String.raw`#compdef panka
# zsh completion of panka: source <(panka completions zsh)
_panka() {
  local reply value about paths=:none
  local -a values shown open open_shown
  while IFS= read -r reply; do
    case $reply in
      :*) paths=$reply; continue ;;
    esac
    value=@{reply%%$'\t'*}
    about=@{@{reply#*$'\t'}%$'\t'}
    if [[ $reply == *$'\t'*$'\t' ]]; then
      open+=("$value")
      open_shown+=("$value@{about:+  -- $about}")
    else
      values+=("$value")
      shown+=("$value@{about:+  -- $about}")
    fi
  done < <(panka __complete -- "@{(@)words[2,CURRENT]}" 2>/dev/null)
  (( @{#values} )) && compadd -l -d shown -a values
  (( @{#open} )) && compadd -l -S '' -d open_shown -a open
  case $paths in
    :files) _files ;;
    :folders) _files -/ ;;
  esac
  return 0
}
if [[ $funcstack[1] == _panka ]]; then
  _panka "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u; }
  compdef _panka panka
fi
`.replaceAll("@{", "${");

/** The script that fish reads: ~/.config/fish/completions/panka.fish. */
const FISH = String.raw`# fish completion of panka: panka completions fish | source
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

/** The script that PowerShell reads: panka completions powershell | Out-String | Invoke-Expression. */
const POWERSHELL = String
  .raw`# PowerShell completion of panka: panka completions powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName panka -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or $_.Extent.EndOffset -eq $cursorPosition -and $_.ToString() -ne $wordToComplete } |
        Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    # An empty word would be lost on its way to a program.
    $current = if ($wordToComplete) { $wordToComplete } else { '""' }
    $paths = ':none'
    panka __complete -- @words $current 2>$null | ForEach-Object {
        if ($_.StartsWith(':')) { $paths = $_; return }
        $value, $about = $_ -split [char]9, 3
        $shown = if ($about) { $about } else { $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $shown)
    }
    if ($paths -ne ':none') {
        [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
    }
}
`;

/** The scripts that shells read: they ask `panka __complete` what may stand at the cursor. */
export const SCRIPTS = { bash: BASH, zsh: ZSH, fish: FISH, powershell: POWERSHELL } as const;
