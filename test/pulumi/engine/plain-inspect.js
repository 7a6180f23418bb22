'use strict';
// Loaded before the program. The runner prints errors in colour, and Node.js 20.20 never comes back from that when the
// stack has a file at the top of a package with a scope, as the SDK's own files are after source mapping.
const util = require('node:util');

const inspect = util.inspect;
util.inspect = Object.assign((value, options) => inspect(value, { ...options, colors: false }), inspect);
