'use strict';
const $ = id => document.getElementById(id);
const pixels = new Float32Array(784);
const context = $('drawing').getContext('2d');
let asked = 0;

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

async function send(path, body) {
  const reply = await fetch(path, body === undefined ? {} : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  const value = await reply.json();
  if (!reply.ok) throw Object.assign(new Error(value.detail || value.title), { errors: value.errors || {} });
  return value;
}

function show(place, reply) {
  const answer = element('p', `${reply.value} (model version ${reply.version})`, 'best');
  answer.dataset.value = reply.value;
  place.replaceChildren(answer, ...reply.probabilities.map(one => {
    const bar = element('div', undefined, one.class === reply.value ? 'bar best' : 'bar');
    const progress = element('progress');
    progress.max = 1;
    progress.value = one.probability;
    progress.setAttribute('aria-label', one.class);
    bar.append(element('span', one.class), progress, element('span', (100 * one.probability).toFixed(1) + ' %'));
    return bar;
  }));
}

function fail(place, error) { place.replaceChildren(element('p', error.message, 'wrong')); }

function paint() {
  const image = context.createImageData(28, 28);
  pixels.forEach((value, i) => image.data.set([value, value, value, 255], 4 * i));
  context.putImageData(image, 0, 0);
}

async function classify() {
  const mine = ++asked;
  try {
    const reply = await send('garments/predictions', { pixels: Array.from(pixels, Math.round) });
    if (mine === asked) show($('garment-answer'), reply);
  } catch (error) { if (mine === asked) fail($('garment-answer'), error); }
}

async function load(index) {
  try {
    const picture = await send('garments/pictures/' + index);
    $('index').max = picture.count - 1;
    $('index').value = picture.index;
    $('label').textContent = `Test picture ${picture.index}: ${picture.label}`;
    pixels.set(picture.pixels);
    paint();
    await classify();
  } catch (error) { fail($('garment-answer'), error); }
}

function draw(event) {
  if (!(event.buttons & 1)) return;
  const box = $('drawing').getBoundingClientRect();
  const [x, y] = [(event.clientX - box.left) / box.width * 28, (event.clientY - box.top) / box.height * 28];
  for (let row = 0; row < 28; row++)
    for (let column = 0; column < 28; column++) {
      const near = 2 - Math.hypot(column + .5 - x, row + .5 - y);
      if (near > 0) pixels[28 * row + column] = Math.max(pixels[28 * row + column], Math.min(255, 220 * near));
    }
  $('label').textContent = 'Your drawing';
  paint();
  clearTimeout(draw.timer);
  draw.timer = setTimeout(classify, 80);
}

function words(name) { return name.replace(/([A-Z])/g, ' $1').toLowerCase().replace(/^./, first => first.toUpperCase()); }

function makeForm(fields) {
  const starts = { class: 3, fare: 12, age: 30 };
  $('fields').replaceChildren(...fields.map(field => {
    const row = element('div', undefined, 'field');
    const label = element('label', words(field.name));
    const input = element(field.kind === 'choice' ? 'select' : 'input');
    label.htmlFor = input.id = 'field-' + field.name;
    if (field.kind === 'choice') {
      if (field.isOptional) input.append(element('option', ''));
      field.choices.forEach(choice => input.append(element('option', choice)));
    } else {
      Object.assign(input, { type: 'number', step: 'any', required: !field.isOptional, placeholder: field.isOptional ? 'not known' : '', value: starts[field.name] ?? '' });
    }
    const wrong = element('p', '', 'wrong');
    wrong.id = 'wrong-' + field.name;
    wrong.hidden = true;
    input.setAttribute('aria-describedby', wrong.id);
    row.append(label, input, wrong);
    return row;
  }));
  $('passenger').onsubmit = async event => {
    event.preventDefault();
    const row = {};
    for (const field of fields) {
      const text = $('field-' + field.name).value;
      $('wrong-' + field.name).hidden = true;
      row[field.name] = text === '' ? null : field.kind === 'number' ? Number(text) : text === 'True' ? true : text === 'False' ? false : text;
    }
    try { show($('passenger-answer'), await send('passengers/predictions', row)); }
    catch (error) {
      fail($('passenger-answer'), error);
      for (const field of fields) {
        const wrong = error.errors && error.errors['$.' + field.name];
        if (!wrong) continue;
        $('wrong-' + field.name).textContent = wrong.join(' ');
        $('wrong-' + field.name).hidden = false;
      }
    }
  };
}

async function begin() {
  try {
    const [garments, passengers] = [await send('garments'), await send('passengers')];
    $('status').textContent = `Ready: ${garments.name} ${garments.input} → ${garments.output}, ${garments.parameters} parameters; ${passengers.name}, ${passengers.parameters} parameters.`;
    makeForm(passengers.fields);
    await load(0);
  } catch (error) {
    $('status').textContent = error.message;
    setTimeout(begin, 1000);
  }
}

$('load').onclick = () => load($('index').value);
$('random').onclick = () => load(Math.floor(Math.random() * (Number($('index').max) + 1)));
$('clear').onclick = () => { pixels.fill(0); paint(); $('label').textContent = 'Draw a garment, or choose a test picture.'; $('garment-answer').replaceChildren(); asked++; };
$('drawing').onpointerdown = event => { $('drawing').setPointerCapture(event.pointerId); draw(event); };
$('drawing').onpointermove = draw;
paint();
begin();
