// Before someone signs out, what their desks still have in this browser's storage is sent.
// What can not be sent stays there for them; they are told, and may sign out all the same.

const form = document.querySelector("#sign-out");

// How many of these records, all of one coder in one round, could not be sent. Those of
// another account are none of this person's business.
async function left({ freshToken, makeOutbox }, [coder, address], records) {
  const desk = { coder, address, csrf_token: null };
  try {
    desk.csrf_token = await freshToken(desk);
  } catch (error) {
    return error.kind === "unreachable" || !error.kind ? records.length : 0;
  }
  return new Promise((resolve) => {
    const count = () => box.refused().length + box.waiting().length;
    const finish = () => (box.trouble || !box.waiting().length) && (box.activate(false), resolve(count()));
    const box = makeOutbox(desk, {
      wish: () => ({ want: 0 }),
      onAnswer() {},
      onResult() {},
      onChange: () => box.isActive && setTimeout(finish),
    });
    box.load().then(() => (box.waiting().length ? box.activate(true) : resolve(count())));
  });
}

async function send() {
  const { stored } = await import("./desk/store.js");
  const desks = grouped(await stored());
  if (!desks.size) return 0;
  const acts = { ...(await import("./desk/transport.js")), ...(await import("./desk/outbox.js")) };
  const counts = [];
  for (const [name, records] of desks) counts.push(await left(acts, name.split(" "), records));
  return counts.reduce((sum, each) => sum + each, 0);
}

function grouped(records) {
  const groups = new Map();
  for (const record of records) {
    const name = `${record.key[0]} ${record.key[1]}`;
    groups.set(name, [...(groups.get(name) ?? []), record]);
  }
  return groups;
}

function mayGo(count) {
  const answers = count === 1 ? "1 answer" : `${count} answers`;
  return confirm(
    `${answers} could not be sent. They stay in this browser, hidden from others, and are sent ` +
      "when you open the desk here again. Sign out all the same?",
  );
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const count = await send().catch(() => 0);
  if (count === 0 || mayGo(count)) form.submit();
});
