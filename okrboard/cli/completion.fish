# okrboard for fish: okrboard completion fish > ~/.config/fish/completions/okrboard.fish
function __okrboard_complete
    set -l typed (commandline -opc) (commandline -ct)
    set -l place (math (count $typed) - 1)
    set -l found (okrboard __complete --described $place -- $typed 2>/dev/null)
    if test "$found[1]" = @files
        __fish_complete_path (commandline -ct)
    else
        printf '%s\n' $found
    end
end
complete -c okrboard -f -n 'test (count (commandline -opc)) -gt 1' -a '(__okrboard_complete)'
COMMANDS
