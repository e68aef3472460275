/** The script that bash reads. Works with and without the bash-completion package. In it, "@{" stands for what a template would fill in. */
export const BASH = String.raw`# bash completion of panka: source <(panka completions bash)
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
