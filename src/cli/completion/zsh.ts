/** The script that zsh reads, from a file called _panka on its fpath or through source. In it, "@{" stands for what a template would fill in. */
export const ZSH = String.raw`#compdef panka
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
