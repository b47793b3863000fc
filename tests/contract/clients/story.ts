// The short story of an account and its items, told with types that were generated.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./service.js";

type Item = components["schemas"]["ItemResponse"];

const [address, email] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl: address });
const password = "Correct-horse-7";

const account = { email, password, name: "Ada" };
const user = await client.POST("/api/v1/auth/register", { body: account });
assert.equal(user.data?.email, email);

const refused = await client.POST("/api/v1/auth/register", { body: account });
assert.equal(refused.error?.error, "email_taken");

const token = await client.POST("/api/v1/auth/login", { body: { email, password } });
const headers = { Authorization: `Bearer ${token.data?.access_token}` };

const items: Item[] = [];
for (const price of ["1", 2]) {
  const created = await client.POST("/api/v1/items", { headers, body: { name: "Lamp", price } });
  if (created.data) items.push(created.data);
}
const prices: string[] = items.map((item) => item.price);
assert.deepEqual(prices, ["1.00", "2.00"]);

const query = { limit: 1, offset: 1 };
const page = await client.GET("/api/v1/items", { headers, params: { query } });
assert.equal(page.data?.total, 2);
assert.deepEqual(page.data?.items.map((item) => item.id), [items[1].id]);
assert.equal(page.data?.items[0].owner.name, "Ada");

const batch = await client.POST("/api/v1/items/batch", {
  headers,
  body: { items: [{ name: "Desk", price: "3" }, { name: "Chair", price: 4 }] },
});
assert.deepEqual(batch.data?.items.map((item) => item.price), ["3.00", "4.00"]);
const newest = await client.GET("/api/v1/users/{user_id}/items", {
  headers,
  params: { path: { user_id: user.data?.id ?? 0 }, query: { sort: "-id", limit: 1 } },
});
assert.deepEqual(newest.data?.items.map((item) => item.name), ["Chair"]);

const path = { item_id: items[0].id };
const seen = await client.GET("/api/v1/items/{item_id}", { headers, params: { path } });
const params = { path, header: { "If-Match": seen.response.headers.get("ETag") ?? "" } };
const body = { price: "34.90" };
const changed = await client.PATCH("/api/v1/items/{item_id}", { headers, params, body });
assert.equal(changed.data?.price, "34.90");

const stale = await client.PATCH("/api/v1/items/{item_id}", { headers, params, body });
assert.equal(stale.response.status, 412);
assert.equal(stale.error?.error, "precondition_failed");

const any = { path, header: { "If-Match": "*" } };
const gone = await client.DELETE("/api/v1/items/{item_id}", { headers, params: any });
assert.equal(gone.response.status, 204);
const missing = await client.GET("/api/v1/items/{item_id}", { headers, params: { path } });
assert.equal(missing.error?.error, "item_not_found");
