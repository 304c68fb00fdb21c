"""The products a profile speaks to: their labels, and which one a device is."""

from .campuslink.profile.schema import Product, Profile


def label_of(product: Product) -> str:
    """Return brand and model as sold."""
    return f"{product.brand} {product.model}"


def labels_of(profile: Profile) -> list[str]:
    """Return the labels of a profile's products in its order; a profile without products is one by its own name."""
    return [label_of(product) for product in profile.products] or [profile.name]


def find_product(profile: Profile, label: str) -> Product:
    """Return the product of a label; of an unknown one the only product there is, else the family as one product.

    The brand of a family is empty when it has several.
    """
    products = {label_of(product): product for product in profile.products}
    if found := products.get(label):
        return found
    if len(products) == 1:
        return profile.products[0]
    brands = {product.brand for product in profile.products}
    brand = brands.pop() if len(brands) == 1 else ""
    return Product(brand=brand, model=profile.name.removeprefix(brand).lstrip())
