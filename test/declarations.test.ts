import 'reflect-metadata';
import { assertDeclared } from '../src/content/model/assert-declared.js';
import { Content, Part } from '../src/content/model/content.entity.js';
import { integer, line, text } from '../src/content/model/fields.js';
import { byTitle } from '../src/content/model/listing.js';
import { contentType, page, part, partType } from '../src/content/model/model.js';
import { owner, parts, reference } from '../src/content/model/references.js';

const words = (one: string) => ({ one, many: `${one}s`, noun: `a ${one}`, description: 'Made up.' });

abstract class Numbered extends Content {
  @integer('Its number.') number!: number | null;
}

@page(words('madeUpReport'))
class MadeUpReport extends Numbered {
  @text('Its title.') title?: string | null;
  @reference(() => MadeUpReport, 'The one before it.') previousId!: string | null;
}

@page(words('madeUpShelf'))
class MadeUpShelf extends Content {
  @text('Its name.') name?: string | null;
}

describe('a declaration', () => {
  test('has the fields of the classes that it extends, too', () => {
    const report = contentType(MadeUpReport);

    expect(() => report.plan('number')).not.toThrow();
    expect(() => report.plan('nummer')).toThrow('MadeUpReport.nummer is neither declared nor a column');
  });

  test.each([
    ['an order', { list: { orders: { TITLE_ASC: byTitle('titel') } } }, /"titel"; available: title, slug\.$/],
    ['what goes along', { carries: ['previus'] }, /MadeUpReport names "previus"; available: previous\./],
    [
      'contents',
      { contents: 'sections' },
      /MadeUpReport declares its contents as "sections"; available: nothing\./,
    ],
  ])('with an unknown name in %s is refused at start', (_what, rest, message) => {
    expect(() => assertDeclared([contentType(MadeUpReport, rest)])).toThrow(message);
  });

  test('with the names of another one is refused at start', () => {
    const twice = [contentType(MadeUpReport), contentType(MadeUpReport)];

    expect(() => assertDeclared(twice)).toThrow(
      'MadeUpReport and MadeUpReport are both called "madeUpReport" in the schema.',
    );
  });

  test('of a part whose owner has another key than its object expects is refused at start', () => {
    @part('A page.')
    class MadeUpPage extends Part {
      @owner(() => MadeUpBook) ownerId!: string;
      @line('What it says.') says!: string | null;
    }
    @page(words('madeUpBook'))
    class MadeUpBook extends Content {
      @text('Its title.') title?: string | null;
      @parts(() => MadeUpPage, 'Its pages.') pages?: MadeUpPage[];
    }
    partType(MadeUpPage);

    expect(() => assertDeclared([contentType(MadeUpBook)])).toThrow(
      /MadeUpBook\.pages declares the key of its rows as "madeUpBookId"; available: .*ownerId/,
    );
  });

  test('of a field with a name that everything has is refused at start', () => {
    @page(words('madeUpNote'))
    class MadeUpNote extends Content {
      @line('What it says.') locale!: string | null;
    }

    expect(() => assertDeclared([contentType(MadeUpNote)])).toThrow(
      'MadeUpNote.locale: this name is reserved in every type.',
    );
  });

  test('of a reference whose name does not end with id is refused at its place', () => {
    const declare = () => {
      @page(words('madeUpFilm'))
      class MadeUpFilm extends Content {
        @reference(() => MadeUpReport, 'The report.') report!: string | null;
      }
      return MadeUpFilm;
    };

    expect(declare).toThrow('report holds an id: its name must end in "Id"');
  });

  test('of a link without a reference to its target is refused', () => {
    const report = contentType(MadeUpReport);

    expect(report.keyTo(report)).toBe('previousId');
    expect(() => report.keyTo(contentType(MadeUpShelf))).toThrow(
      'MadeUpReport must have exactly one reference to MadeUpShelf, and has 0.',
    );
  });
});
