"""`okrboard completion`: what bash, zsh and fish need to complete commands, options and names.

The scripts ask `okrboard __complete` at the tab key, which knows the commands from their table and
the names from the board; the commands themselves they know by heart.
"""

from __future__ import annotations

from okrboard.cli.arguments import Arguments
from okrboard.cli.commands import COMMANDS
from okrboard.cli.context import Context
from okrboard.cli.converters import word
from okrboard.cli.spec import Command, Positional

_BASH = """\
# okrboard for bash: put  eval "$(okrboard completion bash)"  into ~/.bashrc
_okrboard() {
    local IFS=$'\\n' found current="${COMP_WORDS[COMP_CWORD]}"
    if [ "$COMP_CWORD" -eq 1 ] && [ "${current#-}" = "$current" ]; then
        COMPREPLY=($(compgen -W "$(printf '%s\\n' COMMANDS)" -- "$current"))
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
"""

_ZSH = """\
#compdef okrboard
# okrboard for zsh: put  eval "$(okrboard completion zsh)"  into ~/.zshrc, behind compinit
_okrboard() {
    local -a found
    if (( CURRENT == 2 )) && [[ ${words[2]} != -* ]]; then
        found=(COMMANDS)
    else
        found=("${(@f)$(okrboard __complete --described --quoted $((CURRENT - 1)) \\
            -- "${words[@]}" 2>/dev/null)}")
        if [[ ${found[1]} == @files ]]; then
            _files
            return
        fi
        found=("${(@)found//:/\\\\:}")
        found=("${(@)found/$'\\t'/:}")
    fi
    # What is typed in small letters may stand for large ones.
    [[ -n ${found[1]} ]] && _describe okrboard found \\
        -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}'
}
compdef _okrboard okrboard
"""

_FISH = """\
# okrboard for fish: okrboard completion fish > ~/.config/fish/completions/okrboard.fish
function __okrboard_complete
    set -l typed (commandline -opc) (commandline -ct)
    set -l place (math (count $typed) - 1)
    set -l found (okrboard __complete --described $place -- $typed 2>/dev/null)
    if test "$found[1]" = @files
        __fish_complete_path (commandline -ct)
    else
        printf '%s\\n' $found
    end
end
complete -c okrboard -f -n 'test (count (commandline -opc)) -gt 1' -a '(__okrboard_complete)'
"""


def completion(context: Context, arguments: Arguments) -> int:
    """Print the script for a shell."""
    shell = word(arguments.text("SHELL"), "a shell", tuple(_SCRIPTS))
    context.write(_SCRIPTS[shell]())
    return 0


def _bash() -> str:
    return _BASH.replace("COMMANDS", " ".join(COMMANDS))


def _zsh() -> str:
    described = "\n            ".join(f"'{name}:{_quoted(help)}'" for name, help in _helps())
    return _ZSH.replace("COMMANDS", described)


def _fish() -> str:
    lines = [
        f"complete -c okrboard -f -n '__fish_use_subcommand' -a {name} -d '{_quoted(help)}'"
        for name, help in _helps()
    ]
    return _FISH + "\n".join(lines) + "\n"


def _helps() -> list[tuple[str, str]]:
    return [(name, help) for name, (_, help) in COMMANDS.items()]


def _quoted(text: str) -> str:
    return text.replace("\\", "").replace("'", "")


_SCRIPTS = {"bash": _bash, "zsh": _zsh, "fish": _fish}

COMMAND = Command(
    "completion",
    "completion for bash, zsh or fish",
    completion,
    (Positional("SHELL", "bash, zsh or fish", completes="bash zsh fish"),),
    more='bash: eval "$(okrboard completion bash)"\nzsh:  eval "$(okrboard completion zsh)"\n'
    "fish: okrboard completion fish > ~/.config/fish/completions/okrboard.fish",
)
