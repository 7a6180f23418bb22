'use strict';
// Compiles the main entry with jsii, so that Python, Java and Go packages stay one command away.
const { assemble, inTemporaryDirectory } = require('./jsii-assembly');

const { output, types } = inTemporaryDirectory(assemble);
process.stdout.write(output);
if (types.length > 0) console.log(`jsii: ${types.length} public types compile`);
else console.error('jsii: the main entry does not compile under jsii, or exports no type');
process.exitCode = types.length > 0 ? 0 : 1;
