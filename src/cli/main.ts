#!/usr/bin/env node
import { runBundle } from '../foundation/bundle.js';

await runBundle('scc');
