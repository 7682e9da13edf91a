#!/bin/sh
# Every test: those on the local cloud one file after the other, and beside them all that share nothing. What both report
# ends in one closing line. A run of either that leaves no report fails the whole.
set -u
cd "$(dirname "$0")/.."
reports=.local/test-reports
log=.local/world-tests.log
rm -rf $reports

both() { vitest run --reporter=default --reporter=blob "$@"; }
both --project world --outputFile.blob=$reports/world.json >$log 2>&1 &
world=$!
trap 'kill $world 2>/dev/null; exit 1' INT TERM
failed=0
both --project unit --project real --outputFile.blob=$reports/others.json || failed=1
wait $world || failed=1
cat $log
vitest run --merge-reports=$reports --reporter=./test/support/closing-line.ts || failed=1
exit $failed
