"""What pages share: errors, filters, forms, figures. It knows no feature."""
