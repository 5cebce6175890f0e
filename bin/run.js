#!/bin/sh
//bin/sh -c : ; exec node -- "$0" "$@"

// The line above is a command to the shell and a comment here. Without the `--` Node takes --env-file, though it stands behind the
// script, for its own flag, and ends with 9 when there is no such file.
import { run } from '../dist/lib/cli/main.js';

await run(process.argv.slice(2), import.meta.url);
