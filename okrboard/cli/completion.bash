# okrboard for bash: put  eval "$(okrboard completion bash)"  into ~/.bashrc
_okrboard() {
    local IFS=$'\n' found current="${COMP_WORDS[COMP_CWORD]}"
    if [ "$COMP_CWORD" -eq 1 ] && [ "${current#-}" = "$current" ]; then
        COMPREPLY=($(compgen -W "$(printf '%s\n' COMMANDS)" -- "$current"))
        return
    fi
    COMPREPLY=()
    while IFS= read -r found; do
        COMPREPLY+=("$found")
    done < <(okrboard __complete --quoted "$COMP_CWORD" -- "${COMP_WORDS[@]}" 2>/dev/null)
    if [ "${COMPREPLY[0]}" = @files ]; then
        compopt -o filenames 2>/dev/null
        COMPREPLY=($(compgen -f -- "$current"))
    fi
}
complete -F _okrboard okrboard
