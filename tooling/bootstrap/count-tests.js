// Reads the log of test runs from standard input, writes how many tests there were.
import { text } from 'node:stream/consumers';
import { closingLine, countTests } from './src/count-tests.js';

console.log(closingLine(countTests(await text(process.stdin))));
