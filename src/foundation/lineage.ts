/** A class and its superclasses, bottom-up. */
export function lineageOf(declared: Function): Function[] {
  const classes: Function[] = [];
  for (let each: unknown = declared; typeof each === 'function'; each = Object.getPrototypeOf(each))
    classes.push(each);
  return classes;
}
