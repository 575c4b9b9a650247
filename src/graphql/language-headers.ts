/** Says which languages an answer is in, and that another `Accept-Language` may give another answer. */
export function languageHeaders(served: ReadonlySet<string>): Record<string, string> {
  const vary = 'Accept, Accept-Language';
  return served.size > 0 ? { vary, 'content-language': [...served].sort().join(', ') } : { vary };
}
