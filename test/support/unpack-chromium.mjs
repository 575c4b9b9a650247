/**
 * Unpacks the Chromium of the npm package "@sparticuz/chromium" into the temporary folder of this process: the
 * program, the libraries that a machine without a desktop lacks, and a font.
 *
 * A process of its own, because the package reads its folder and whether it needs the libraries from the
 * environment.
 */
import chromium from '@sparticuz/chromium';

await chromium.executablePath();
