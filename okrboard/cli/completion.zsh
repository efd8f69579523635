#compdef okrboard
# okrboard for zsh: put  eval "$(okrboard completion zsh)"  into ~/.zshrc, behind compinit
_okrboard() {
    local -a found
    if (( CURRENT == 2 )) && [[ ${words[2]} != -* ]]; then
        found=(COMMANDS)
    else
        found=("${(@f)$(okrboard __complete --described --quoted $((CURRENT - 1)) \
            -- "${words[@]}" 2>/dev/null)}")
        if [[ ${found[1]} == @files ]]; then
            _files
            return
        fi
        found=("${(@)found//:/\\:}")
        found=("${(@)found/$'\t'/:}")
    fi
    # What is typed in small letters may stand for large ones.
    [[ -n ${found[1]} ]] && _describe okrboard found \
        -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}'
}
compdef _okrboard okrboard
