#!/bin/sh
//bin/sh -c : ; exec node -- "$0" -- "$@"

// The line above is a command to the shell and a comment here. Node takes an --env-file that stands behind the script for its own flag
// unless a `--` comes before it. The second `--` tells the program that this was seen to.
import { start } from '../dist/lib/cli/base/main.js';

await start(process.argv.slice(2), import.meta.url);
