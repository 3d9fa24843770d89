#!/bin/sh
# Starts the program with the loader and the libraries that lie beside it, whatever the host has of its own.
unset LD_PRELOAD LD_AUDIT LD_LIBRARY_PATH LD_DEBUG LD_PROFILE
say() {
  echo "livetriage: $1" >&2
  exit 126
}
here=$(readlink -f -- "$0") && here=${here%/*}
loader=$here/lib/@LOADER@
machine=$(uname -m)
release=$(uname -r)
major=${release%%.*}
minor=${release#*.}
minor=${minor%%[!0-9]*}
[ "$(uname -s) $machine" = "Linux @MACHINE@" ] || say "this file is for Linux on @MACHINE@; this is $(uname -s) on $machine"
[ $((major * 1000 + minor)) -ge 3002 ] || say "it needs Linux 3.2 or newer; this is $release"
[ -e "$loader" ] || say "its loader is missing: unpack the whole archive ($loader)"
[ -x "$loader" ] || say "its loader may not be started where it lies: is the file system mounted noexec? ($loader)"
exec "$loader" --inhibit-cache --library-path "$here/lib" "$here/lib/livetriage" "$@"
